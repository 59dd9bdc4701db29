package io.defenderrelay.simulated;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a fault does to a call, at the points where it can step in. The defaults do nothing. */
interface Effect {

    /** Answers in place of the tenant. */
    default @Nullable Answer instead(Call call) {
        return null;
    }

    /** Refuses a follow-up page, given how many links led to it. */
    default @Nullable Answer refuseLink(Call call, int follows) {
        return null;
    }

    /** Reads other rows than asked for. */
    default ListQuery.Reading reshape(ListQuery query, ListQuery.Reading reading) {
        return reading;
    }

    /** Fails once the rows are known. */
    default @Nullable Answer fail(Call call, List<StoredRecord> rows) {
        return null;
    }

    /** Changes what {@code value} holds, without moving the next page. */
    default boolean holdsBack() {
        return false;
    }

    /** Changes or drops the nextLink. */
    default @Nullable String link(PageLink link) {
        return link.usual();
    }

    /** Changes the finished answer. */
    default Answer spoil(Answer answer) {
        return answer;
    }

    /** A nextLink about to be sent: the query and absolute URL of the page it stands on, and where it would lead. */
    record PageLink(
            ListQuery query,
            Listing.LinkStyle style,
            String self,
            String base,
            int nextOffset,
            @Nullable String usual) {}
}
