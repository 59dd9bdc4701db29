package io.defenderrelay.sync;

import io.quarkus.test.junit.QuarkusTest;

/** {@link LateArrivalCases} for alerts. */
@QuarkusTest
class LateArrivalTest extends LateArrivalCases {}
