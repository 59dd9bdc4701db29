package io.defenderrelay.simulated;

import io.defenderrelay.simulated.ListQuery.Reading;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Effects on which rows a page shows. */
final class ListEffect {

    private ListEffect() {}

    static Effect order(ListOrder order) {
        return new Effect() {
            @Override
            public Reading reshape(ListQuery query, Reading reading) {
                return reading.in(order);
            }
        };
    }

    static Effect poison(String id) {
        return new Effect() {
            @Override
            public @Nullable Answer fail(Call call, List<StoredRecord> rows) {
                return rows.stream().anyMatch(row -> row.id().equals(id)) ? GraphErrors.unknown(call, 500) : null;
            }
        };
    }

    static Effect empty() {
        return new Effect() {
            @Override
            public boolean holdsBack() {
                return true;
            }
        };
    }

    static Effect repeat(int rows) {
        return new Effect() {
            @Override
            public Reading reshape(ListQuery query, Reading reading) {
                return query.first() ? reading : reading.again(rows);
            }
        };
    }

    static Effect sizes(long seed, int least, int most) {
        Random random = new Random(seed);
        return new Effect() {
            @Override
            public Reading reshape(ListQuery query, Reading reading) {
                return reading.atMost(least + random.nextInt(most - least + 1));
            }
        };
    }
}
