package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** What {@link LeaseTest} says of alerts holds for incidents. */
@QuarkusTest
class IncidentLeaseTest extends LeaseTest {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
