package io.defenderrelay;

import io.quarkus.funqy.Funq;

/** The function that runs in tests which need Quarkus but no function of ours: it starts only with exactly one. */
public class IdleFunction {
    @Funq("idle")
    public String idle() {
        return "idle";
    }
}
