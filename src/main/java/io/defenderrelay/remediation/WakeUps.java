package io.defenderrelay.remediation;

/** The messages that make the worker look at a tenant's actions: the same as the tick of every minute. */
final class WakeUps {
    private WakeUps() {}

    static String of(String alias) {
        return "{\"tenant\":\"" + alias + "\"}";
    }
}
