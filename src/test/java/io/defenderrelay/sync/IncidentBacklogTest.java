package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** {@link BacklogCases} for incidents. */
@QuarkusTest
class IncidentBacklogTest extends BacklogCases {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
