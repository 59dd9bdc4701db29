package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** {@link SyncCutCases} for incidents. */
@QuarkusTest
class IncidentSyncCutTest extends SyncCutCases {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
