package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** What {@link LinksTest} says of alerts holds for incidents. */
@QuarkusTest
class IncidentLinksTest extends LinksTest {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
