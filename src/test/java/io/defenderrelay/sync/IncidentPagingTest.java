package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** {@link PagingCases} for incidents. */
@QuarkusTest
class IncidentPagingTest extends PagingCases {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
