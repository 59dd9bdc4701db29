package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** {@link LateArrivalCases} for incidents. */
@QuarkusTest
class IncidentLateArrivalTest extends LateArrivalCases {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
