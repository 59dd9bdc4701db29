package io.defenderrelay.architecture.planted.tenant;

/** Holds what can be extended by anybody, and what cannot. */
final class Open {
    static class Extensible {}

    abstract static class Unfinished {}

    abstract static sealed class Closed permits Only {}

    static final class Only extends Closed {}

    sealed interface Kinds {}

    record Kind() implements Kinds {}

    enum Word {
        LOUD {
            @Override
            String said() {
                return "A";
            }
        };

        abstract String said();
    }

    static Runnable anonymous() {
        return new Runnable() {
            @Override
            public void run() {}
        };
    }
}
