package io.defenderrelay.sync;

import io.quarkus.test.junit.QuarkusTest;

/** {@link LeaseCases} for alerts. */
@QuarkusTest
class LeaseTest extends LeaseCases {}
