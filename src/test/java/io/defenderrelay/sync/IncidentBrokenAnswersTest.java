package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** What {@link BrokenAnswersTest} says of alerts holds for incidents. */
@QuarkusTest
class IncidentBrokenAnswersTest extends BrokenAnswersTest {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
