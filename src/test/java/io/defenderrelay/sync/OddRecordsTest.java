package io.defenderrelay.sync;

import io.quarkus.test.junit.QuarkusTest;

/** {@link OddRecordsCases} for alerts. */
@QuarkusTest
class OddRecordsTest extends OddRecordsCases {}
