package io.defenderrelay.local;

/** Ends this process when the one that started it has ended, however that happened. */
final class ParentWatch {
    private static final long MILLIS = 250;

    private ParentWatch() {}

    /** Looks often: the JDK's own watch over a process that is no child may take seconds. */
    static void start() {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        Thread watch = new Thread(() -> watch(parent), "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void watch(ProcessHandle parent) {
        try {
            while (parent.isAlive()) {
                Thread.sleep(MILLIS);
            }
            Runtime.getRuntime().exit(0);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
