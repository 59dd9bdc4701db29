package io.defenderrelay.architecture.planted.function;

import io.quarkus.funqy.Funq;

/** Is two functions at once, under names that no test runs. */
public class TwoFunqsFunction {
    @Funq("planted-first")
    public String first() {
        return "first";
    }

    @Funq("planted-second")
    public String second() {
        return "second";
    }
}
