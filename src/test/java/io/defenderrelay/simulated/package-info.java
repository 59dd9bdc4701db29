/**
 * The simulated tenant: one real HTTP server that behaves like Microsoft sign-in, Microsoft Graph and Defender for
 * Endpoint as their documentation describes, with faults on demand, and seeded generators of alerts and hunting results.
 * Tests, the local run and the benchmarks use this one. It must not import our product, so that a misunderstanding there
 * is not repeated here.
 */
@NullMarked
package io.defenderrelay.simulated;

import org.jspecify.annotations.NullMarked;
