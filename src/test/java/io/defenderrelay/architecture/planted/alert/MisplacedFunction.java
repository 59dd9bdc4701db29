package io.defenderrelay.architecture.planted.alert;

import io.quarkus.funqy.Funq;

/** Is a function outside the room of functions. */
public class MisplacedFunction {
    @Funq("planted-misplaced")
    public String misplaced() {
        return "misplaced";
    }
}
