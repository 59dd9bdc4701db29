package io.defenderrelay.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.Table;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.local.MovableClock;
import io.defenderrelay.local.WriteUnits;
import io.defenderrelay.model.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageLogTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    private final WriteUnits units = new WriteUnits();
    private final Table table = LocalAws.table(units);
    private final MovableClock clock = new MovableClock(START);
    private final PageLog log = new PageLog(table, clock);

    @Test
    void oldestPageOfAnEmptyLogIsItsFirst() {
        assertThat(oldest(1, 0)).isEqualTo(1);
    }

    @Test
    void oldestPageIsFoundAmongExpiredOnesThatAreNotDeletedYet() {
        write(1, 1_000);
        for (int expired : new int[] {0, 1, 2, 499, 500, 998, 999, 1_000}) {
            clock.move(Duration.between(clock.instant(), START.plusSeconds(expired)));

            assertThat(oldest(1, 1_000)).isEqualTo(expired + 1);
        }
    }

    @Test
    void oldestPageIsFoundWhileSomeAreDeleted() {
        write(1, 100);
        clock.move(Duration.ofSeconds(60));
        for (long deleted : new long[] {1, 2, 3, 17, 50, 59, 60}) {
            table.delete(key(deleted));
        }

        assertThat(oldest(1, 100)).isEqualTo(61);
        assertThat(oldest(80, 100)).isEqualTo(80);
    }

    @Test
    void searchTakesOneReadAsARuleAndFewAtWorst() {
        write(1, 1_000);
        units.reset();
        oldest(1, 1_000);
        double rule = units.read();
        clock.move(Duration.ofSeconds(700));
        units.reset();

        oldest(1, 1_000);

        assertThat(rule).isEqualTo(1);
        assertThat(units.read()).isLessThanOrEqualTo(11);
    }

    @Test
    void pagesEndBeforeTheFirstThatIsNotKept() {
        write(1, 10);
        table.delete(key(4));

        assertThat(log.pages("acme", Kind.ALERT, 1, 10))
                .extracting(Page::number)
                .containsExactly(1L, 2L, 3L);
        assertThat(log.pages("acme", Kind.ALERT, 4, 10)).isEmpty();
        assertThat(log.pages("acme", Kind.ALERT, 5, 3)).extracting(Page::number).containsExactly(5L, 6L, 7L);
    }

    @Test
    void expiredPageIsNotThereAlthoughDynamoDbStillHasIt() {
        write(1, 2);
        clock.move(Duration.ofSeconds(1));

        assertThat(log.page("acme", Kind.ALERT, 1)).isEmpty();
        assertThat(log.page("acme", Kind.ALERT, 2)).isPresent();
        assertThat(log.pages("acme", Kind.ALERT, 1, 2)).isEmpty();
    }

    /** Page {@code n} is kept until {@code n} seconds after the start. */
    private void write(long from, long to) {
        List<Item> items = new ArrayList<>();
        for (long number = from; number <= to; number++) {
            items.add(new Page(number, START, List.of()).item("acme", Kind.ALERT, START.plusSeconds(number)));
        }
        table.putAll(items);
    }

    private long oldest(long from, long newest) {
        return log.oldest("acme", Kind.ALERT, from, newest);
    }

    private static Key key(long number) {
        return new Key(Page.partition("acme", Kind.ALERT), Page.sortKey(number));
    }
}
