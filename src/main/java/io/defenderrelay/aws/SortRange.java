package io.defenderrelay.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sort keys a query reads, from and to inclusive, in the order of their UTF-8 bytes.
 *
 * @param from empty for no bounds at all
 * @param except a bound that is itself left out
 */
public record SortRange(String from, String to, @Nullable String except) {
    /** The last code point there is: a prefix followed by it sorts after everything else with that prefix. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    /** Everything under the partition key. */
    public static SortRange all() {
        return new SortRange("", "", null);
    }

    public static SortRange prefix(String prefix) {
        return new SortRange(prefix, prefix + LAST, null);
    }

    public static SortRange between(String from, String to) {
        return new SortRange(from, to, null);
    }

    /** What starts with {@code prefix} and sorts after {@code sk}, which need not exist nor have the prefix. */
    public static SortRange after(String prefix, String sk) {
        return new SortRange(compare(sk, prefix) < 0 ? prefix : sk, prefix + LAST, sk);
    }

    /** What starts with {@code prefix} and sorts before {@code sk}, which need not exist nor have the prefix. */
    public static SortRange before(String prefix, String sk) {
        String last = prefix + LAST;
        return new SortRange(prefix, compare(sk, last) < 0 ? sk : last, sk);
    }

    boolean unbounded() {
        return from.isEmpty();
    }

    boolean empty() {
        return compare(from, to) > 0;
    }

    private static int compare(String left, String right) {
        return Arrays.compareUnsigned(left.getBytes(UTF_8), right.getBytes(UTF_8));
    }
}
