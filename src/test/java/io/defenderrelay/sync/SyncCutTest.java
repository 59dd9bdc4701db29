package io.defenderrelay.sync;

import io.quarkus.test.junit.QuarkusTest;

/** {@link SyncCutCases} for alerts. */
@QuarkusTest
class SyncCutTest extends SyncCutCases {}
