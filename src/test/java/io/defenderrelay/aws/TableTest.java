package io.defenderrelay.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.local.LocalAws;
import io.defenderrelay.problem.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Key HEAD = new Key("A#acme#1", "HEAD");

    private final Table table = LocalAws.table();
    private final String token = UUID.randomUUID().toString();

    @Test
    void itemComesBackWithEveryKindOfValue() {
        byte[] body = {0, 1, (byte) 255};
        Item item = Item.of(
                HEAD,
                Map.of(
                        "title",
                        "Täter",
                        "version",
                        7,
                        "open",
                        true,
                        "body",
                        body,
                        "hashes",
                        List.of("a", "b"),
                        "positions",
                        Map.of("forward", "x", "count", 3L)));

        table.put(item);

        Item read = table.get(HEAD).orElseThrow();
        assertThat(read.key()).isEqualTo(HEAD);
        assertThat(read.text("title")).isEqualTo("Täter");
        assertThat(read.number("version")).isEqualTo(7);
        assertThat(read.flag("open")).isTrue();
        assertThat(read.bytes("body")).isEqualTo(body);
        assertThat(read.texts("hashes")).containsExactly("a", "b");
        assertThat(read.map("positions").text("forward")).isEqualTo("x");
        assertThat(read.map("positions").number("count")).isEqualTo(3);
    }

    @Test
    void absentItemIsEmpty() {
        assertThat(table.get(HEAD)).isEmpty();
    }

    @Test
    void missingAttributeIsNamedWithItsItem() {
        Item item = Item.of(HEAD, Map.of("count", "three"));

        assertThatThrownBy(() -> item.text("version"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("'version'")
                .hasMessageContaining("A#acme#1 / HEAD");
        assertThatThrownBy(() -> item.number("count", 0)).hasMessageContaining("'count'");
    }

    @Test
    void conditionalPutIsMadeOnce() {
        Item item = Item.of(HEAD, Map.of("version", 1));

        boolean first = table.put(item, Expression.ABSENT);
        boolean second = table.put(item, Expression.ABSENT);

        assertThat(first).isTrue();
        assertThat(second).isFalse();
    }

    @Test
    void updateReturnsTheWholeItemAfterIt() {
        table.put(Item.of(HEAD, Map.of("epoch", 1, "status", "new")));

        Item after = table.update(raise(1)).orElseThrow();

        assertThat(after.number("epoch")).isEqualTo(2);
        assertThat(after.text("status")).isEqualTo("new");
    }

    @Test
    void updateWhoseConditionFailsIsEmptyAndChangesNothing() {
        table.put(Item.of(HEAD, Map.of("epoch", 1)));

        assertThat(table.update(raise(5))).isEmpty();
        assertThat(table.get(HEAD).orElseThrow().number("epoch")).isEqualTo(1);
    }

    @Test
    void anyNumberOfItemsIsPutAndRead() {
        List<Item> items = IntStream.range(0, 260).mapToObj(TableTest::page).toList();
        List<Key> keys = new ArrayList<>(items.stream().map(Item::key).toList());
        keys.add(new Key("nobody", "HEAD"));
        keys.add(keys.get(0));

        table.putAll(items);

        assertThat(table.getAll(keys)).containsExactlyInAnyOrderElementsOf(items);
        assertThat(table.getAll(keys, List.of("n"))).hasSize(260);
    }

    @Test
    void largeItemsArePutInSeveralRequests() {
        byte[] body = new byte[390_000];
        List<Item> items = IntStream.range(0, 50)
                .mapToObj(n -> Item.of(new Key("A#acme#big", "R#" + n), Map.of("body", body)))
                .toList();

        table.putAll(items);

        assertThat(table.query("A#acme#big", SortRange.prefix("R#"), 100, true, List.of("none")))
                .hasSize(50);
        assertThat(table.query("A#acme#big", SortRange.prefix("R#"), 7, true)).hasSize(7);
    }

    @Test
    void queryReadsTheRangeInOrder() {
        table.putAll(IntStream.range(0, 9).mapToObj(TableTest::page).toList());
        table.put(Item.of(new Key("F#acme#alerts", "OTHER"), Map.of()));

        assertThat(pages(SortRange.all(), 100, true)).hasSize(10);
        assertThat(pages(SortRange.prefix("PAGE#"), 3, true)).containsExactly("PAGE#000", "PAGE#001", "PAGE#002");
        assertThat(pages(SortRange.prefix("PAGE#"), 2, false)).containsExactly("PAGE#008", "PAGE#007");
        assertThat(pages(SortRange.after("PAGE#", "PAGE#006"), 5, true)).containsExactly("PAGE#007", "PAGE#008");
        assertThat(pages(SortRange.after("PAGE#", "PAGE#0065"), 1, true)).containsExactly("PAGE#007");
        assertThat(pages(SortRange.after("PAGE#", ""), 1, true)).containsExactly("PAGE#000");
        assertThat(pages(SortRange.after("PAGE#", "Z"), 5, true)).isEmpty();
        assertThat(pages(SortRange.before("PAGE#", "PAGE#002"), 5, false)).containsExactly("PAGE#001", "PAGE#000");
        assertThat(pages(SortRange.before("PAGE#", "Z"), 1, false)).containsExactly("PAGE#008");
        assertThat(pages(SortRange.between("PAGE#003", "PAGE#004"), 5, true)).containsExactly("PAGE#003", "PAGE#004");
    }

    @Test
    void projectionLeavesTheRestOut() {
        table.put(Item.of(HEAD, Map.of("title", "x", "body", new byte[9])));

        Item item = table.query(HEAD.pk(), SortRange.all(), 1, true, List.of("title"))
                .get(0);

        assertThat(item.attributes().keySet()).containsExactlyInAnyOrder("pk", "sk", "title");
    }

    @Test
    void indexHoldsItemsThatHaveItsKeys() {
        table.put(Item.of(HEAD, Map.of("gsi1pk", "T#acme#INCIDENT#5", "gsi1sk", "1", "title", "x", "other", "y")));
        table.put(Item.of(new Key("A#acme#2", "HEAD"), Map.of("title", "x")));

        List<Item> alerts = table.index("T#acme#INCIDENT#5", SortRange.all(), 10, true);

        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.key()).isEqualTo(HEAD);
            assertThat(alert.has("title")).isTrue();
            assertThat(alert.has("other")).isFalse();
        });
    }

    @Test
    void transactionWritesAllOrNothing() {
        Item other = Item.of(new Key("F#acme#alerts", "PAGE#1"), Map.of());

        boolean committed = table.transact(token, List.of(new Write.Put(other, Expression.ABSENT), change(0)));
        boolean refused = table.transact(
                UUID.randomUUID().toString(),
                List.of(new Write.Put(Item.of(HEAD, Map.of()), null), new Write.Put(other, Expression.ABSENT)));

        assertThat(committed).isTrue();
        assertThat(refused).isFalse();
        assertThat(table.get(HEAD)).isEmpty();
        assertThat(table.get(other.key())).isPresent();
    }

    @Test
    void transactionRepeatedUnderItsTokenTakesEffectOnce() {
        List<Write> writes = List.of(new Write.Put(page(1), Expression.ABSENT), change(0));

        boolean first = table.transact(token, writes);
        boolean again = table.transact(token, writes);

        assertThat(first).isTrue();
        assertThat(again).isTrue();
        assertThat(table.get(new Key("C#acme", "alerts")).orElseThrow().number("committed"))
                .isEqualTo(1);
    }

    @Test
    void sameTokenForOtherWritesIsRefused() {
        table.transact(token, List.of(change(0)));

        assertThatThrownBy(() -> table.transact(token, List.of(change(1))))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("IdempotentParameterMismatch");
    }

    @Test
    void missingTableIsNamedWithTheNextStep() {
        Table missing = new Table(LocalAws.dynamoDb(), "nowhere", LocalAws.noPause());

        assertThatThrownBy(() -> missing.get(HEAD))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("'nowhere'")
                .hasMessageContaining("RELAY_TABLE");
        assertThatThrownBy(() -> missing.transact(token, List.of(new Write.Put(page(1), null))))
                .hasMessageContaining("RELAY_TABLE");
    }

    private List<String> pages(SortRange range, int limit, boolean ascending) {
        return table.query("F#acme#alerts", range, limit, ascending).stream()
                .map(item -> item.key().sk())
                .toList();
    }

    private static Item page(int n) {
        return Item.of(new Key("F#acme#alerts", "PAGE#%03d".formatted(n)), Map.of("n", n));
    }

    private static Update raise(int epoch) {
        return new Update(HEAD, "SET #epoch = #epoch + :one", "#epoch = :epoch", Map.of("one", 1, "epoch", epoch));
    }

    private static Write.Change change(int committed) {
        return new Write.Change(new Update(
                new Key("C#acme", "alerts"),
                "SET #committed = :next",
                "attribute_not_exists(#committed) OR #committed = :committed",
                Map.of("next", committed + 1, "committed", committed)));
    }
}
