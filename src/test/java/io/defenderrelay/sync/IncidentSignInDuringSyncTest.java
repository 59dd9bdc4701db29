package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** What {@link SignInDuringSyncTest} says of alerts holds for incidents. */
@QuarkusTest
class IncidentSignInDuringSyncTest extends SignInDuringSyncTest {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
