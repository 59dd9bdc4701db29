package io.defenderrelay.sync;

import io.quarkus.test.junit.QuarkusTest;

/** {@link PagingCases} for alerts. */
@QuarkusTest
class PagingTest extends PagingCases {}
