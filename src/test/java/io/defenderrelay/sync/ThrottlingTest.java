package io.defenderrelay.sync;

import io.quarkus.test.junit.QuarkusTest;

/** {@link ThrottlingCases} for alerts. */
@QuarkusTest
class ThrottlingTest extends ThrottlingCases {}
