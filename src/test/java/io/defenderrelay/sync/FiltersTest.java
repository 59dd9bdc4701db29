package io.defenderrelay.sync;

import io.quarkus.test.junit.QuarkusTest;

/** {@link FiltersCases} for alerts. */
@QuarkusTest
class FiltersTest extends FiltersCases {}
