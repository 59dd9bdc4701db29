package io.defenderrelay.microsoft;

import java.util.List;

/**
 * What is asked for with a request that must not be sent twice, for the words of what becomes of it.
 *
 * @param tried a verb and its object, such as {@code isolate machine 3f9a}
 * @param permissions the application permissions of which one does; the least first
 * @param forbidden what a 403 means when one of them was granted
 * @param remedy what to do then, as the rest of a sentence
 * @param bareMeansOpen whether a 400 without a telling code means that the same is being done already
 * @param quotable whether Microsoft's text may be shown
 */
record SubmissionAsk(
        String tried,
        List<String> permissions,
        Refusal forbidden,
        String remedy,
        boolean bareMeansOpen,
        boolean quotable) {
    SubmissionAsk {
        permissions = List.copyOf(permissions);
    }

    SubmissionAsk(String tried, List<String> permissions, Refusal forbidden, String remedy) {
        this(tried, permissions, forbidden, remedy, false, true);
    }
}
