package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** What {@link FiltersTest} says of alerts holds for incidents. */
@QuarkusTest
class IncidentFiltersTest extends FiltersTest {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
