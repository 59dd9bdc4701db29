package io.defenderrelay.sync;

import io.defenderrelay.model.Kind;
import io.quarkus.test.junit.QuarkusTest;

/** {@link ThrottlingCases} for incidents. */
@QuarkusTest
class IncidentThrottlingTest extends ThrottlingCases {
    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }
}
