package io.defenderrelay.aws;

import io.defenderrelay.model.Pause;
import io.defenderrelay.problem.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Reads many items by key, asking again for what DynamoDB left out. Source: DynamoDB API, "BatchGetItem". */
final class BatchReads {
    private static final int MOST = 100;

    private final DynamoDbClient client;
    private final String name;
    private final Pause pause;

    BatchReads(DynamoDbClient client, String name, Pause pause) {
        this.client = client;
        this.name = name;
        this.pause = pause;
    }

    List<Item> read(List<Key> keys, List<String> attributes, boolean consistent) {
        List<Key> left = new ArrayList<>(new LinkedHashSet<>(keys));
        List<Item> found = new ArrayList<>();
        Attempts attempts = new Attempts(pause);
        while (!left.isEmpty()) {
            List<Key> batch = left.subList(0, Math.min(MOST, left.size()));
            List<Key> unread = readSome(batch, attributes, consistent, found);
            if (unread.size() < batch.size()) {
                attempts.progressed();
            }
            if (!unread.isEmpty() && !attempts.another()) {
                throw new StoreException(
                        "Could not read " + left.size() + " items of table '" + name
                                + "': DynamoDB keeps leaving them out; nothing to do unless it lasts, then raise the"
                                + " table's read limit",
                        null);
            }
            batch.clear();
            left.addAll(0, unread);
        }
        return List.copyOf(found);
    }

    /** Adds what was read to {@code found} and returns the keys that were not. */
    private List<Key> readSome(List<Key> batch, List<String> attributes, boolean consistent, List<Item> found) {
        String projection = Attributes.projection(attributes);
        KeysAndAttributes wanted = KeysAndAttributes.builder()
                .consistentRead(consistent)
                .projectionExpression(projection)
                .expressionAttributeNames(Attributes.names(projection))
                .keys(batch.stream().map(Attributes::wire).toList())
                .build();
        try {
            BatchGetItemResponse response = client.batchGetItem(request -> request.requestItems(Map.of(name, wanted)));
            List<Map<String, AttributeValue>> items = response.responses().getOrDefault(name, List.of());
            items.stream().map(Attributes::item).forEach(found::add);
            KeysAndAttributes unread = response.unprocessedKeys().get(name);
            return unread == null
                    ? List.of()
                    : unread.keys().stream().map(Attributes::key).toList();
        } catch (SdkException fault) {
            if (!Faults.throttled(fault)) {
                throw Faults.table("read items", name, "dynamodb:BatchGetItem", fault);
            }
            return List.copyOf(batch);
        }
    }
}
