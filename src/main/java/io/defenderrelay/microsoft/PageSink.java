package io.defenderrelay.microsoft;

import io.defenderrelay.model.Reading;

/** Takes the records of one page as they arrive. */
public interface PageSink {
    /**
     * The page begins; a second time when an answer broke off and was asked for again.
     *
     * @param partial whether Microsoft says that some of its own services did not answer: records may be missing
     */
    void begin(boolean partial);

    /** The next record of the page, in the order of the answer. */
    void take(Reading reading);
}
