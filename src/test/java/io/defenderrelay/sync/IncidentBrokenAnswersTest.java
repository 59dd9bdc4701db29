package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** {@link BrokenAnswersCases} for incidents. */
@QuarkusTest
class IncidentBrokenAnswersTest extends BrokenAnswersCases {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
