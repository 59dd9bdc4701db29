package io.defenderrelay.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.aws.Expression;
import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.SortRange;
import io.defenderrelay.aws.Table;
import io.defenderrelay.aws.Update;
import io.defenderrelay.aws.Write;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Expected figures are counted by hand from the DynamoDB Developer Guide: "DynamoDB item sizes and formats", "DynamoDB
 * read and write operations", "Using Global Secondary Indexes", "Transactions: how it works" (read in November 2026).
 */
class WriteUnitsTest {
    private static final Key KEY = new Key("A", "1");

    private final WriteUnits units = new WriteUnits();
    private final Table table = LocalAws.table(units);
    private final String token = UUID.randomUUID().toString();

    @Test
    void sizeIsThatOfNamesAndValues() {
        Map<String, AttributeValue> item = Map.of(
                "pk", AttributeValue.fromS("A#é"), // 2 + 4
                "b", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[10])), // 1 + 10
                "flag", AttributeValue.fromBool(true), // 4 + 1
                "list",
                        AttributeValue.fromL(
                                List.of(AttributeValue.fromS("ab"), AttributeValue.fromS(""))), // 4 + 3+3+1
                "map", AttributeValue.fromM(Map.of("k", AttributeValue.fromS("v")))); // 3 + 3+1+1+1

        assertThat(ItemSize.of(item)).isEqualTo(6 + 11 + 5 + 11 + 9);
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "7, 2", "27, 2", "-27, 3", "100, 2", "123, 3", "1764547200, 5", "12345678901234567890, 11"})
    void numberTakesAByteForTwoDigits(String number, long size) {
        assertThat(ItemSize.of(Map.of("n", AttributeValue.fromN(number)))).isEqualTo(1 + size);
    }

    @ParameterizedTest
    @CsvSource({"10, 1", "1017, 1", "1018, 2", "3500, 4"})
    void putCostsOneForEachStartedKilobyte(int length, double expected) {
        table.put(sized(length)); // pk and sk take 3 each, v its name and its length: 1017 fill a kilobyte

        assertThat(units.written()).isEqualTo(expected);
    }

    @Test
    void replacementAndRemovalCostByTheLargerItem() {
        table.put(sized(2000));
        units.reset();

        table.put(sized(10));
        double replaced = units.written();
        units.reset();
        table.delete(KEY);

        assertThat(replaced).isEqualTo(2);
        assertThat(units.written()).isEqualTo(1);
    }

    @Test
    void updateCostsByTheWholeItem() {
        table.put(sized(2000));
        units.reset();

        table.update(new Update(KEY, "SET #n = :n", null, Map.of("n", 1)));

        assertThat(units.writtenBy()).containsExactlyEntriesOf(Map.of("UpdateItem", 2.0));
    }

    @Test
    void failedConditionCostsByTheItemThatIsThere() {
        table.put(sized(2000));
        units.reset();

        table.put(sized(10), Expression.ABSENT);

        assertThat(units.written()).isEqualTo(2);
    }

    @Test
    void batchCostsLikeItsSinglePuts() {
        table.putAll(List.of(sized(2000), Item.of(new Key("A", "2"), Map.of()), Item.of(new Key("A", "3"), Map.of())));

        assertThat(units.writtenBy()).containsExactlyEntriesOf(Map.of("BatchWriteItem", 4.0));
    }

    @Test
    void transactionCostsTwiceAndItsRepetitionReads() {
        Update change = new Update(new Key("C", "1"), "SET #n = :n", null, Map.of("n", 1));
        List<Write> writes = List.of(new Write.Put(sized(2000), null), new Write.Change(change));

        table.transact(token, writes);
        double written = units.written();
        units.reset();
        table.transact(token, writes);

        assertThat(written).isEqualTo(2 * (2 + 1));
        assertThat(units.written()).isZero();
        assertThat(units.read()).isEqualTo(2 * (1 + 1));
    }

    @Test
    void cancelledTransactionCosts() {
        table.put(sized(10));
        units.reset();

        table.transact(token, List.of(new Write.Put(sized(10), Expression.ABSENT)));

        assertThat(units.written()).isEqualTo(2);
    }

    @Test
    void indexCostsByWhatChangesInIt() {
        assertThat(indexCost(Map.of("title", "a"))).isZero();
        assertThat(indexCost(entry("1", "a", "x"))).isEqualTo(1);
        assertThat(indexCost(entry("1", "a", "y"))).isZero();
        assertThat(indexCost(entry("1", "b", "y"))).isEqualTo(1);
        assertThat(indexCost(entry("2", "b", "y"))).isEqualTo(2);
        assertThat(indexCost(Map.of("title", "b"))).isEqualTo(1);
    }

    @Test
    void readsCostByFourKilobytesAndHalfInTheIndex() {
        table.put(sized(5000));
        table.put(Item.of(new Key("A", "2"), Map.of("gsi1pk", "T", "gsi1sk", "1")));

        table.get(KEY);
        table.get(new Key("A", "absent"));
        table.getAll(List.of(KEY, new Key("A", "absent")), List.of("none"));
        table.query("A", SortRange.all(), 10, true, List.of("none"));
        table.query("empty", SortRange.all(), 10, true);
        table.index("T", SortRange.all(), 10, true);

        assertThat(units.readBy().get("GetItem")).isEqualTo(2 + 1);
        assertThat(units.readBy().get("BatchGetItem")).isEqualTo(2 + 1);
        assertThat(units.readBy().get("Query")).isEqualTo(2 + 1 + 0.5);
    }

    private double indexCost(Map<String, Object> attributes) {
        units.reset();
        table.put(Item.of(KEY, attributes));
        return units.writtenBy().getOrDefault("gsi1", 0.0);
    }

    private static Map<String, Object> entry(String sort, String title, String other) {
        return Map.of("gsi1pk", "T", "gsi1sk", sort, "title", title, "other", other);
    }

    private static Item sized(int length) {
        return Item.of(KEY, Map.of("v", "x".repeat(length)));
    }
}
