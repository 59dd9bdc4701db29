package io.defenderrelay.sync;

import io.quarkus.test.junit.QuarkusTest;

/** {@link CountsCases} for alerts. */
@QuarkusTest
class CountsTest extends CountsCases {}
