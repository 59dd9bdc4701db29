package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** What {@link OddRecordsTest} says of alerts holds for incidents. */
@QuarkusTest
class IncidentOddRecordsTest extends OddRecordsTest {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
