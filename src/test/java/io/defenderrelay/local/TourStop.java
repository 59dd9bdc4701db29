package io.defenderrelay.local;

import java.net.URI;

/**
 * One request of a tour of the API and how it was answered.
 *
 * @param options of the command that sends it, a blank after each; empty for one that only reads
 */
record TourStop(URI address, String options, int status) {
    TourStop(URI address, int status) {
        this(address, "", status);
    }

    /** Whether it was done, or will be. */
    boolean well() {
        return status / 100 == 2;
    }

    /** As a person would send it; without anything that a shell reads otherwise. */
    String command() {
        return "curl " + options + "\"" + address + "\"";
    }
}
