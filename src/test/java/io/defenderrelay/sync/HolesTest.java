package io.defenderrelay.sync;

import io.quarkus.test.junit.QuarkusTest;

/** {@link HolesCases} for alerts. */
@QuarkusTest
class HolesTest extends HolesCases {}
