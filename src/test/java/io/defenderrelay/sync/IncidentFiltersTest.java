package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** {@link FiltersCases} for incidents. */
@QuarkusTest
class IncidentFiltersTest extends FiltersCases {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
