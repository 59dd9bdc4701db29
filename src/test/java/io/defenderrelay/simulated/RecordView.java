package io.defenderrelay.simulated;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.RandomAccess;

/** All visible alerts at one moment, oldest lastUpdateDateTime first. Never changes, so lists read it without a lock. */
final class RecordView {

    private final List<StoredRecord> ascending;

    /** Takes an array that nobody writes to any more. */
    RecordView(StoredRecord[] ascending) {
        this.ascending = Arrays.asList(ascending);
    }

    int size() {
        return ascending.size();
    }

    /** The rows a filter leaves, in the order asked for. A mere time span costs two binary searches. */
    List<StoredRecord> select(ODataFilter filter, ListOrder order) {
        ODataFilter.Span span = filter.span();
        int from = firstAtOrAfter(span.from());
        List<StoredRecord> inSpan = ascending.subList(from, Math.max(from, firstAtOrAfter(span.to())));
        List<StoredRecord> rows =
                span.exact() ? inSpan : inSpan.stream().filter(filter::matches).toList();
        return switch (order.kind()) {
            case OLDEST_FIRST -> rows;
            case NEWEST_FIRST -> new Reversed(rows);
            case CREATED_FIRST -> sorted(rows, Comparator.naturalOrder());
            case CREATED_LAST -> sorted(rows, Comparator.reverseOrder());
            case SHUFFLED -> shuffled(rows, order.seed());
        };
    }

    private int firstAtOrAfter(long ticks) {
        int low = 0;
        int high = ascending.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending.get(middle).updated() < ticks) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static List<StoredRecord> sorted(List<StoredRecord> rows, Comparator<Long> order) {
        return rows.stream()
                .sorted(Comparator.comparing(
                        alert -> alert.created() == null ? Long.valueOf(Long.MIN_VALUE) : alert.created(), order))
                .toList();
    }

    private static List<StoredRecord> shuffled(List<StoredRecord> rows, long seed) {
        StoredRecord[] copy = rows.toArray(StoredRecord[]::new);
        List<StoredRecord> shuffled = Arrays.asList(copy);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }

    private static final class Reversed extends AbstractList<StoredRecord> implements RandomAccess {
        private final List<StoredRecord> rows;

        Reversed(List<StoredRecord> rows) {
            this.rows = rows;
        }

        @Override
        public StoredRecord get(int index) {
            return rows.get(rows.size() - 1 - index);
        }

        @Override
        public int size() {
            return rows.size();
        }
    }
}
