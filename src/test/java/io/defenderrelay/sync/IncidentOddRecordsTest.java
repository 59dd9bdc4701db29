package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** {@link OddRecordsCases} for incidents. */
@QuarkusTest
class IncidentOddRecordsTest extends OddRecordsCases {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
