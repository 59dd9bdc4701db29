package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** What {@link PagingTest} says of alerts holds for incidents. */
@QuarkusTest
class IncidentPagingTest extends PagingTest {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
