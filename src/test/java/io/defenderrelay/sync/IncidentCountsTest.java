package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** {@link CountsCases} for incidents. */
@QuarkusTest
class IncidentCountsTest extends CountsCases {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }

    @Override
    int mostCalls() {
        return 21;
    }
}
