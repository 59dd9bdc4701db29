package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** What {@link HolesTest} says of alerts holds for incidents. */
@QuarkusTest
class IncidentHolesTest extends HolesTest {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
