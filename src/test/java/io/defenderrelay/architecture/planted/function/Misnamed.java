package io.defenderrelay.architecture.planted.function;

import io.quarkus.funqy.Funq;

/** Is a function and does not say so. */
public class Misnamed {
    @Funq("planted-misnamed")
    public String misnamed() {
        return "misnamed";
    }
}
