package io.defenderrelay.sync;

import io.quarkus.test.junit.QuarkusTest;

/** {@link LinksCases} for alerts. */
@QuarkusTest
class LinksTest extends LinksCases {}
