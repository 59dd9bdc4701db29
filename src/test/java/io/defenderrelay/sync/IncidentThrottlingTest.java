package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** What {@link ThrottlingTest} says of alerts holds for incidents. */
@QuarkusTest
class IncidentThrottlingTest extends ThrottlingTest {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
