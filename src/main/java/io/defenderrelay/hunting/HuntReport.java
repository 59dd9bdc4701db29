package io.defenderrelay.hunting;

import org.jspecify.annotations.Nullable;

/**
 * What a worker did with a ticket.
 *
 * @param outcome in a word or two, for the log
 * @param rows stored
 * @param bytes of the rows
 * @param chunks items stored for them
 * @param code of the problem that ended or delayed it; null when there was none
 */
public record HuntReport(
        String outcome,
        long rows,
        long bytes,
        int chunks,
        @Nullable String code) {
    static HuntReport of(String outcome, @Nullable String code) {
        return new HuntReport(outcome, 0, 0, 0, code);
    }
}
