package io.defenderrelay.sync;

import io.quarkus.test.junit.QuarkusTest;

/** {@link BacklogCases} for alerts. */
@QuarkusTest
class BacklogTest extends BacklogCases {}
