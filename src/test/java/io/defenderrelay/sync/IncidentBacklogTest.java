package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** What {@link BacklogTest} says of alerts holds for incidents. */
@QuarkusTest
class IncidentBacklogTest extends BacklogTest {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
