package io.defenderrelay.sync;

import io.quarkus.test.junit.QuarkusTest;

/** {@link BrokenAnswersCases} for alerts. */
@QuarkusTest
class BrokenAnswersTest extends BrokenAnswersCases {}
