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
    private static final List<String> INDEX_ENTRY =
            List.of("pk", "sk", "gsi1pk", "gsi1sk", "title", "severity", "status", "createdAt", "version");

    private final Map<String, Long> byKind = new TreeMap<>();
    private long pages;
    private long cursor;

    private StoredUnits() {}

    /** Reads the whole table. */
    static StoredUnits of(String table, long runs) {
        StoredUnits units = new StoredUnits();
        try (DynamoDbClient client = LocalAws.dynamoDb()) {
            client.scanPaginator(request -> request.tableName(table)).items().forEach(units::add);
        }
        units.count("cursor", units.cursor * (2 * units.pages + 2 * runs));
        return units;
    }

    long total() {
        return byKind.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Units by what was written. */
    Map<String, Long> byKind() {
        return Map.copyOf(byKind);
    }

    private void add(Map<String, AttributeValue> item) {
        String pk = item.get("pk").s();
        String sk = item.get("sk").s();
        if (pk.startsWith("A#") && sk.startsWith("R#")) {
            count("revisions", units(item));
        } else if (pk.startsWith("A#") && sk.equals("HEAD")) {
            count("heads", 2 * units(item));
            if (item.containsKey("gsi1pk")) {
                Map<String, AttributeValue> entry = new LinkedHashMap<>(item);
                entry.keySet().retainAll(INDEX_ENTRY);
                count("index", units(entry));
            }
        } else if (pk.startsWith("F#")) {
            pages++;
            count("pages", 2 * units(item));
        } else if (pk.startsWith("C#")) {
            cursor = units(item);
        } else if (!pk.equals("TENANTS")) {
            count("others", units(item));
        }
    }

    private void count(String kind, long units) {
        byKind.merge(kind, units, Long::sum);
    }

    private static long units(Map<String, AttributeValue> item) {
        return (ItemSize.of(item) + KILOBYTE - 1) / KILOBYTE;
    }
}
