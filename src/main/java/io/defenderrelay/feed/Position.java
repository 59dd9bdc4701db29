package io.defenderrelay.feed;

import io.defenderrelay.store.Ledger;

/**
 * Where in a log to go on.
 *
 * @param page of the next revision, counted from 1
 * @param offset of the next revision in the page, counted from 0
 */
record Position(long page, int offset) {
    private static final long MOST_PAGES = 999_999_999_999L;

    /** Whether a log could have such a place at all. */
    boolean possible() {
        return page >= 1 && page <= MOST_PAGES && offset >= 0 && offset < Ledger.MOST;
    }

    static Position startOf(long page) {
        return new Position(page, 0);
    }
}
