package io.defenderrelay.store;

import io.defenderrelay.aws.Item;
import io.defenderrelay.model.UtcTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A stretch of time that could not be read yet and is listed until it has been.
 *
 * @param from inclusive
 * @param to exclusive
 * @param equal values that narrow it to some of the records
 * @param since when it was found
 * @param tries how often it was read in vain
 * @param rest whether it stands for what its narrower siblings do not cover
 * @param read how many records the siblings have covered so far
 */
public record Hole(
        Instant from, Instant to, Map<String, String> equal, Instant since, int tries, boolean rest, long read) {
    public Hole {
        equal = Map.copyOf(equal);
    }

    /** A hole just found. */
    public static Hole found(Instant from, Instant to, Instant now) {
        return new Hole(from, to, Map.of(), now, 0, false, 0);
    }

    /** One hole for all the time from the first to the last of these. */
    static Hole covering(List<Hole> holes) {
        Instant from =
                holes.stream().map(Hole::from).min(Comparator.naturalOrder()).orElseThrow();
        Instant to = holes.stream().map(Hole::to).max(Comparator.naturalOrder()).orElseThrow();
        Instant since =
                holes.stream().map(Hole::since).min(Comparator.naturalOrder()).orElseThrow();
        return new Hole(from, to, Map.of(), since, 0, false, 0);
    }

    /** The first or the second half of its time. */
    public Hole between(Instant start, Instant end) {
        return new Hole(start, end, equal, since, tries, false, 0);
    }

    /** Whether {@code other} stands for what this one's values, but for one, do not cover. */
    public boolean isPartOf(Hole other) {
        return other.rest
                && from.equals(other.from)
                && to.equals(other.to)
                && equal.size() == other.equal.size() + 1
                && equal.entrySet().containsAll(other.equal.entrySet());
    }

    public Hole narrowed(String property, String value) {
        Map<String, String> narrower = new LinkedHashMap<>(equal);
        narrower.put(property, value);
        return new Hole(from, to, narrower, since, tries, false, 0);
    }

    public Hole asRest() {
        return new Hole(from, to, equal, since, tries, true, read);
    }

    public Hole triedAgain() {
        return new Hole(from, to, equal, since, tries + 1, rest, read);
    }

    public Hole covered(long records) {
        return new Hole(from, to, equal, since, tries, rest, read + records);
    }

    Map<String, Object> toMap() {
        return Map.of(
                "from",
                UtcTime.text(from),
                "to",
                UtcTime.text(to),
                "equal",
                equal,
                "since",
                UtcTime.text(since),
                "tries",
                (long) tries,
                "rest",
                rest,
                "read",
                read);
    }

    static Hole of(Item item) {
        Map<String, String> equal = new LinkedHashMap<>();
        item.map("equal").attributes().forEach((name, value) -> equal.put(name, String.valueOf(value)));
        return new Hole(
                Times.required(item, "from"),
                Times.required(item, "to"),
                equal,
                Times.required(item, "since"),
                (int) item.number("tries", 0),
                item.flag("rest"),
                item.number("read", 0));
    }
}
