package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** {@link OrderAndTimeCases} for incidents. */
@QuarkusTest
class IncidentOrderAndTimeTest extends OrderAndTimeCases {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
