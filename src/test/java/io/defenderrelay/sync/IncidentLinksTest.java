package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** {@link LinksCases} for incidents. */
@QuarkusTest
class IncidentLinksTest extends LinksCases {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
