package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** What {@link SyncCutTest} says of alerts holds for incidents. */
@QuarkusTest
class IncidentSyncCutTest extends SyncCutTest {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
