package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** {@link SignInDuringSyncCases} for incidents. */
@QuarkusTest
class IncidentSignInDuringSyncTest extends SignInDuringSyncCases {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
