package io.defenderrelay.architecture.planted.store;

/** Writes where no log is kept. */
final class Prints {
    void print(RuntimeException problem) {
        System.out.println("out");
        System.err.println("err");
        problem.printStackTrace();
    }
}
