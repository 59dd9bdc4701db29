package io.defenderrelay.sync;

import io.quarkus.test.junit.QuarkusTest;

/** {@link OrderAndTimeCases} for alerts. */
@QuarkusTest
class OrderAndTimeTest extends OrderAndTimeCases {}
