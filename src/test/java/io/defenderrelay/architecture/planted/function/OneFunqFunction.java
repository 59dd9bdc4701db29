package io.defenderrelay.architecture.planted.function;

import io.quarkus.funqy.Funq;

/** Breaks nothing: one function, which Quarkus may make a proxy of. */
public class OneFunqFunction {
    @Funq("planted-only")
    public String only() {
        return "only";
    }
}
