package io.defenderrelay.local;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What it cost to write the items that a table holds, each once and by the commit protocol, by AWS's published rules:
 * revisions in batches, one unit a KB; heads, pages and the cursor in transactions, two units a KB, the cursor once a
 * page; an entry of the index for each head that has one. Beside them each run writes the cursor twice. Source:
 * DynamoDB Developer Guide, "DynamoDB read and write operations", "Transactions: how it works".
 */
final class StoredUnits {
    private static final int KILOBYTE = 1024;
    private static final List<String> INDEX_ENTRY = List.of(
            "pk",
            "sk",
            "gsi1pk",
            "gsi1sk",
            "title",
            "severity",
            "status",
            "createdAt",
            "version",
            "source",
            "firstAt",
            "lastAt",
            "techniques");

    private final DynamoDbClient client;
    private final String table;
    private final Map<String, Double> byKind = new TreeMap<>();

    private StoredUnits(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /**
     * Units for each alert, by what was written for it.
     *
     * @param sample ids of the alerts that stand for all
     * @param alerts how many there are
     * @param runs how many runs brought them
     */
    static Map<String, Double> perAlert(String table, String alias, List<String> sample, long alerts, long runs) {
        try (DynamoDbClient client = LocalAws.dynamoDb()) {
            StoredUnits units = new StoredUnits(client, table);
            sample.forEach(id -> units.addAlert("A#" + alias + "#" + id, 1.0 / sample.size()));
            units.addLog(alias, alerts, runs);
            return Map.copyOf(units.byKind);
        }
    }

    /**
     * What a hunt left that succeeded at its first attempt, and what its writes cost: its rows and its question put once, the
     * hunt itself put and changed twice, with an index entry that comes and goes; a place taken and given back, and three
     * counts of the minute, of at most one KB.
     *
     * @param partition of the hunt
     */
    static HuntFigures.Stored ofHunt(String table, String partition) {
        try (DynamoDbClient client = LocalAws.dynamoDb()) {
            StoredUnits units = new StoredUnits(client, table);
            long items = 0;
            long bytes = 0;
            for (Map<String, AttributeValue> item : units.items(partition)) {
                items++;
                bytes += ItemSize.of(item);
                boolean state = item.get("sk").s().equals("JOB");
                String kind = item.get("sk").s().startsWith("ROWS#") ? "rows" : "hunt";
                units.count(kind, (state ? 3.0 : 1.0) * units(item));
            }
            units.count("index", 2);
            units.count("quota", 5);
            return new HuntFigures.Stored(items, bytes, units.byKind);
        }
    }

    private void addAlert(String partition, double weight) {
        for (Map<String, AttributeValue> item : items(partition)) {
            if (item.get("sk").s().startsWith("R#")) {
                count("revisions", weight * units(item));
                continue;
            }
            count("heads", weight * 2 * units(item));
            if (item.containsKey("gsi1pk")) {
                Map<String, AttributeValue> entry = new LinkedHashMap<>(item);
                entry.keySet().retainAll(INDEX_ENTRY);
                count("index", weight * units(entry));
            }
        }
    }

    private void addLog(String alias, long alerts, long runs) {
        long pages = 0;
        for (Map<String, AttributeValue> page : items("F#" + alias + "#alerts")) {
            pages++;
            count("pages", 2.0 * units(page) / alerts);
        }
        for (Map<String, AttributeValue> cursor : items("C#" + alias)) {
            count("cursor", 2.0 * units(cursor) * (pages + runs) / alerts);
        }
    }

    private Iterable<Map<String, AttributeValue>> items(String partition) {
        return client.queryPaginator(request -> request.tableName(table)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(partition))))
                .items();
    }

    private void count(String kind, double units) {
        byKind.merge(kind, units, Double::sum);
    }

    private static long units(Map<String, AttributeValue> item) {
        return (ItemSize.of(item) + KILOBYTE - 1) / KILOBYTE;
    }
}
