package io.defenderrelay.aws;

import io.defenderrelay.model.Pause;
import io.defenderrelay.problem.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Puts many items, sending again what DynamoDB left undone. Source: DynamoDB API, "BatchWriteItem". */
final class BatchWrites {
    private static final int MOST = 25;
    /** DynamoDB takes 16 MB; a quarter of it still gets through within the client's time limit. */
    private static final long MOST_BYTES = 4_000_000;

    private final DynamoDbClient client;
    private final String name;
    private final Pause pause;

    BatchWrites(DynamoDbClient client, String name, Pause pause) {
        this.client = client;
        this.name = name;
        this.pause = pause;
    }

    void write(List<Item> items) {
        Map<Key, Item> last = new LinkedHashMap<>();
        items.forEach(item -> last.put(item.key(), item));
        List<WriteRequest> batch = new ArrayList<>();
        long bytes = 0;
        for (Item item : last.values()) {
            Map<String, AttributeValue> wire = Attributes.wire(item);
            long size = Attributes.size(wire);
            if (batch.size() == MOST || (!batch.isEmpty() && bytes + size > MOST_BYTES)) {
                finish(batch);
                batch.clear();
                bytes = 0;
            }
            batch.add(WriteRequest.builder().putRequest(put -> put.item(wire)).build());
            bytes += size;
        }
        if (!batch.isEmpty()) {
            finish(batch);
        }
    }

    private void finish(List<WriteRequest> batch) {
        List<WriteRequest> left = List.copyOf(batch);
        Attempts attempts = new Attempts(pause);
        while (true) {
            List<WriteRequest> undone = writeSome(left);
            if (undone.isEmpty()) {
                return;
            }
            if (undone.size() < left.size()) {
                attempts.progressed();
            }
            if (!attempts.another()) {
                throw new StoreException(
                        "Could not put " + undone.size() + " items in table '" + name
                                + "': DynamoDB keeps leaving them undone; nothing to do unless it lasts, then raise the"
                                + " table's write limit",
                        null);
            }
            left = undone;
        }
    }

    private List<WriteRequest> writeSome(List<WriteRequest> batch) {
        try {
            return client.batchWriteItem(request -> request.requestItems(Map.of(name, batch)))
                    .unprocessedItems()
                    .getOrDefault(name, List.of());
        } catch (SdkException fault) {
            if (!Faults.throttled(fault)) {
                throw Faults.table("put items", name, "dynamodb:BatchWriteItem", fault);
            }
            return batch;
        }
    }
}
