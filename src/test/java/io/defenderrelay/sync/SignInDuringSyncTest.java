package io.defenderrelay.sync;

import io.quarkus.test.junit.QuarkusTest;

/** {@link SignInDuringSyncCases} for alerts. */
@QuarkusTest
class SignInDuringSyncTest extends SignInDuringSyncCases {}
