package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** {@link HolesCases} for incidents. */
@QuarkusTest
class IncidentHolesTest extends HolesCases {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
