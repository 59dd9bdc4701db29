package io.defenderrelay.store;

import io.defenderrelay.aws.Expression;
import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.SortRange;
import io.defenderrelay.aws.Table;
import io.defenderrelay.aws.Update;
import io.defenderrelay.model.Requester;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hunts of all tenants: asked, looked at, put aside, ended from outside. What was asked never changes; the state changes
 * only in writes that say what it was before. What workers do with them is {@link HuntAttempts}'.
 */
public final class Hunts {
    private static final String OPEN = "OPEN#";

    private final Table table;

    public Hunts(Table table) {
        this.table = table;
    }

    /**
     * What somebody wants to know.
     *
     * @param hash of the request as it came
     * @param query KQL, as it will be sent
     * @param template name of the template it was made from; null for a query of the caller's own
     */
    public record Question(
            String hash,
            Requester requester,
            String query,
            @Nullable String template,
            @Nullable String timespan,
            int maxRows) {}

    static String partition(String alias, String id) {
        return "H#" + alias + "#" + id;
    }

    /** Whether this question, or none, is what the id stands for from now on; false when it stands for another. */
    public boolean claimId(String alias, String id, Question question, Instant now, Instant keptUntil) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("hash", question.hash());
        map.put("query", question.query());
        map.put("ttl", keptUntil.getEpochSecond());
        Key key = new Key(partition(alias, id), "QUERY");
        boolean put = table.put(Item.of(key, map), absent(now));
        return put
                || table.get(key)
                        .filter(item -> item.text("hash").equals(question.hash()))
                        .isPresent();
    }

    /** Enters the hunt, queued, unless it is entered already. */
    public void enter(String alias, String id, Question question, Instant now, Duration allowed, Instant keptUntil) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("state", Hunt.State.QUEUED.word());
        map.put("principal", question.requester().principal());
        map.put("onBehalfOf", question.requester().onBehalfOf());
        map.put("template", question.template());
        map.put("timespan", question.timespan());
        map.put("maxRows", question.maxRows());
        map.put("askedAt", now.toEpochMilli());
        map.put("deadline", now.plus(allowed).toEpochMilli());
        map.put("gsi1pk", HuntQuota.partition(alias));
        map.put("gsi1sk", place(now.plus(allowed)) + "#" + id);
        map.put("ttl", keptUntil.getEpochSecond());
        table.put(Item.of(key(alias, id), map), absent(now));
    }

    /** The hunt; empty when there is none or it is no longer kept. */
    public Optional<Hunt> find(String alias, String id, Instant now) {
        return table.get(key(alias, id))
                .filter(item -> item.number("ttl") > now.getEpochSecond())
                .map(item -> new Hunt(alias, id, item));
    }

    /** The KQL of a hunt. */
    public Optional<String> query(String alias, String id) {
        return table.get(new Key(partition(alias, id), "QUERY")).map(item -> item.text("query"));
    }

    /**
     * The ids of the hunts of a tenant that have not ended and whose time is not over, the oldest first, at most so many. One
     * that was entered or ended within the last second or so may be missing or too many.
     */
    public List<String> open(String alias, int most, Instant now) {
        SortRange range = SortRange.between(place(now), OPEN + "~");
        return table.index(HuntQuota.partition(alias), range, most, true).stream()
                .map(item -> item.key().pk())
                .map(partition -> partition.substring(partition.lastIndexOf('#') + 1))
                .toList();
    }

    /** Notes that a ticket was sent for the hunt, if it has not begun. */
    public void ticketSent(Hunt hunt, Instant now) {
        table.update(new Update(
                key(hunt),
                "SET #ticketAt = :now",
                "#state = :queued",
                Map.of("now", now.toEpochMilli(), "queued", Hunt.State.QUEUED.word())));
    }

    /** Puts a hunt aside that is not being worked at; nothing when it is, or has ended. */
    public void postpone(String alias, String id, Instant notBefore) {
        table.update(new Update(
                key(alias, id),
                "SET #state = :waiting, #notBefore = :notBefore",
                "#state IN (:queued, :waiting)",
                Map.of(
                        "waiting",
                        Hunt.State.WAITING.word(),
                        "queued",
                        Hunt.State.QUEUED.word(),
                        "notBefore",
                        notBefore.toEpochMilli())));
    }

    /** Ends a hunt whose time is over, for whoever finds it; false when it has ended otherwise. */
    public boolean giveUp(Hunt hunt, Hunt.Fault fault, Instant now) {
        Update update = new Update(
                key(hunt),
                "SET #state = :failed, #fault = :fault, #endedAt = :now REMOVE #gsi1pk, #gsi1sk",
                "#state IN (:queued, :waiting, :running) AND #deadline <= :now",
                Map.of(
                        "failed", Hunt.State.FAILED.word(),
                        "queued", Hunt.State.QUEUED.word(),
                        "waiting", Hunt.State.WAITING.word(),
                        "running", Hunt.State.RUNNING.word(),
                        "fault", map(fault),
                        "now", now.toEpochMilli()));
        return table.update(update).isPresent();
    }

    /** Ends a hunt that nobody is working at; false when somebody is, or it has ended otherwise. */
    public boolean cancel(Hunt hunt, Instant now) {
        Update update = new Update(
                key(hunt),
                "SET #state = :cancelled, #endedAt = :now REMOVE #gsi1pk, #gsi1sk, #notBefore",
                "#state IN (:queued, :waiting, :cancelled) OR (#state = :running AND #until <= :now)",
                Map.of(
                        "cancelled", Hunt.State.CANCELLED.word(),
                        "queued", Hunt.State.QUEUED.word(),
                        "waiting", Hunt.State.WAITING.word(),
                        "running", Hunt.State.RUNNING.word(),
                        "now", now.toEpochMilli()));
        return table.update(update).isPresent();
    }

    /** Shows the hunt and its rows to nobody any more. */
    public void hide(Hunt hunt) {
        table.update(new Update(key(hunt), "SET #hidden = :yes", "attribute_exists(#state)", Map.of("yes", true)));
    }

    static Map<String, Object> map(Hunt.Fault fault) {
        return Map.of(
                "code",
                fault.code(),
                "message",
                fault.message(),
                "facts",
                fault.facts().attributes());
    }

    private static Expression absent(Instant now) {
        return new Expression("attribute_not_exists(#pk) OR #ttl <= :now", Map.of("now", now.getEpochSecond()));
    }

    /** Where in the index a hunt with this deadline stands. */
    private static String place(Instant deadline) {
        return OPEN + String.format(Locale.ROOT, "%013d", deadline.toEpochMilli());
    }

    static Key key(Hunt hunt) {
        return key(hunt.alias(), hunt.id());
    }

    static Key key(String alias, String id) {
        return new Key(partition(alias, id), "JOB");
    }
}
