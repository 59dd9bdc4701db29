package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** {@link LeaseCases} for incidents. */
@QuarkusTest
class IncidentLeaseTest extends LeaseCases {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
