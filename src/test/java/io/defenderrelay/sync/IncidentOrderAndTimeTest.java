package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** What {@link OrderAndTimeTest} says of alerts holds for incidents. */
@QuarkusTest
class IncidentOrderAndTimeTest extends OrderAndTimeTest {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
