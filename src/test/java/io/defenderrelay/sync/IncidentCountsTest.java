package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** What {@link CountsTest} says of alerts holds for incidents. */
@QuarkusTest
class IncidentCountsTest extends CountsTest {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }

    @Override
    int mostCalls() {
        return 21;
    }
}
