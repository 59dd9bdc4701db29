package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** What {@link LateArrivalTest} says of alerts holds for incidents. */
@QuarkusTest
class IncidentLateArrivalTest extends LateArrivalTest {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
