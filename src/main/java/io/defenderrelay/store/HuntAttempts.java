package io.defenderrelay.store;

import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Table;
import io.defenderrelay.aws.Update;
import io.defenderrelay.model.Column;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Attempts at hunts. Each has an owner of its own, and every write of an attempt needs that it is still the one that counts: of
 * two workers one goes on, and one that wakes too late changes nothing.
 */
public final class HuntAttempts {
    private static final String MINE = "#state = :running AND #owner = :owner";

    private final Table table;

    public HuntAttempts(Table table) {
        this.table = table;
    }

    /**
     * The result of a hunt, whose rows are stored.
     *
     * @param truncatedBy see {@link Hunt#truncatedBy}
     */
    public record Result(
            List<Column> columns, long rows, @Nullable String truncatedBy) {}

    /**
     * Begins an attempt; empty when the hunt has ended, or another worker is at it, or its time is over.
     *
     * @param owner a name that no other attempt has
     * @param until when the attempt has surely ended
     */
    public Optional<Hunt> begin(String alias, String id, String owner, Instant now, Instant until) {
        Update update = new Update(
                Hunts.key(alias, id),
                "SET #state = :running, #owner = :owner, #until = :until,"
                        + " #startedAt = if_not_exists(#startedAt, :now) REMOVE #notBefore ADD #attempt :one",
                "(#state IN (:queued, :waiting) OR (#state = :running AND #until <= :now)) AND #deadline > :now"
                        + " AND attribute_not_exists(#hidden)",
                values(
                        Hunt.State.RUNNING,
                        owner,
                        Map.of(
                                "queued",
                                Hunt.State.QUEUED.word(),
                                "waiting",
                                Hunt.State.WAITING.word(),
                                "until",
                                until.toEpochMilli(),
                                "now",
                                now.toEpochMilli(),
                                "one",
                                1L)));
        return changed(alias, id, update, item -> owner.equals(item.optionalText("owner")));
    }

    /** Ends the attempt because Microsoft asked to wait. */
    public void waits(Hunt hunt, Instant notBefore) {
        Map<String, Object> more =
                Map.of("next", Hunt.State.WAITING.word(), "notBefore", notBefore.toEpochMilli(), "one", 1L);
        table.update(new Update(
                Hunts.key(hunt),
                "SET #state = :next, #notBefore = :notBefore REMOVE #owner ADD #throttled :one",
                MINE,
                values(Hunt.State.RUNNING, hunt.owner(), more)));
    }

    /** Ends the attempt; the hunt is to be tried again. */
    public void again(Hunt hunt, Hunt.Fault fault) {
        table.update(new Update(
                Hunts.key(hunt),
                "SET #state = :next, #fault = :fault REMOVE #owner",
                MINE,
                values(
                        Hunt.State.RUNNING,
                        hunt.owner(),
                        Map.of("next", Hunt.State.QUEUED.word(), "fault", Hunts.map(fault)))));
    }

    /** Ends the hunt; false when the attempt was no longer the one that counts, or came too late. */
    public boolean succeeded(Hunt hunt, Result result, Instant now) {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("next", Hunt.State.SUCCEEDED.word());
        more.put("rows", result.rows());
        more.put("columns", HuntColumns.pack(result.columns()));
        more.put("now", now.toEpochMilli());
        String cut = result.truncatedBy();
        if (cut != null) {
            more.put("cut", cut);
        }
        Update update = new Update(
                Hunts.key(hunt),
                "SET #state = :next, #rows = :rows, #columns = :columns, #endedAt = :now"
                        + (cut == null ? "" : ", #truncatedBy = :cut") + " REMOVE #gsi1pk, #gsi1sk, #fault",
                MINE + " AND #deadline > :now",
                values(Hunt.State.RUNNING, hunt.owner(), more));
        return changed(hunt.alias(), hunt.id(), update, item -> is(item, hunt, Hunt.State.SUCCEEDED))
                .isPresent();
    }

    /** Ends the hunt; false when the attempt was no longer the one that counts. */
    public boolean failed(Hunt hunt, Hunt.Fault fault, Instant now) {
        Map<String, Object> more =
                Map.of("next", Hunt.State.FAILED.word(), "fault", Hunts.map(fault), "now", now.toEpochMilli());
        Update update = new Update(
                Hunts.key(hunt),
                "SET #state = :next, #fault = :fault, #endedAt = :now REMOVE #gsi1pk, #gsi1sk",
                MINE,
                values(Hunt.State.RUNNING, hunt.owner(), more));
        return changed(hunt.alias(), hunt.id(), update, item -> is(item, hunt, Hunt.State.FAILED))
                .isPresent();
    }

    /** The hunt after the change; empty when the change was not made, also not by a try whose answer was lost. */
    private Optional<Hunt> changed(String alias, String id, Update update, Predicate<Item> made) {
        return table.update(update)
                .or(() -> table.get(update.key()).filter(made))
                .map(item -> new Hunt(alias, id, item));
    }

    private static boolean is(Item item, Hunt hunt, Hunt.State state) {
        return state.word().equals(item.optionalText("state")) && hunt.owner().equals(item.optionalText("owner"));
    }

    private static Map<String, Object> values(Hunt.State running, String owner, Map<String, Object> more) {
        Map<String, Object> values = new LinkedHashMap<>(more);
        values.put("running", running.word());
        values.put("owner", owner);
        return values;
    }
}
