package io.defenderrelay.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.Table;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StoredUnitsTest {

    @Test
    void unitsAreThoseOfTheCommitsThatWroteTheItems() {
        String name = LocalAws.createTable();
        Table table = new Table(LocalAws.dynamoDb(), name, LocalAws.noPause());
        for (String id : List.of("1", "2")) {
            table.put(Item.of(new Key("A#acme#" + id, "R#t#h"), Map.of("body", new byte[1_500])));
            table.put(Item.of(new Key("A#acme#" + id, "HEAD"), Map.of("gsi1pk", "T#acme#INCIDENT#7", "gsi1sk", id)));
        }
        table.put(Item.of(new Key("F#acme#alerts", "PAGE#000000000001"), Map.of("references", new byte[3_000])));
        table.put(Item.of(new Key("F#acme#alerts", "PAGE#000000000002"), Map.of("references", new byte[100])));
        table.put(Item.of(new Key("C#acme", "alerts"), Map.of("epoch", 1)));

        Map<String, Double> units = StoredUnits.perAlert(name, "acme", List.of("1", "2"), 2, 3);

        assertThat(units)
                .containsOnly(
                        Map.entry("revisions", 2.0),
                        Map.entry("heads", 2.0),
                        Map.entry("index", 1.0),
                        Map.entry("pages", (6.0 + 2.0) / 2),
                        Map.entry("cursor", (2 * 2.0 + 3 * 2.0) / 2));
    }
}
