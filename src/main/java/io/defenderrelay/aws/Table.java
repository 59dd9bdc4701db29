package io.defenderrelay.aws;

import io.defenderrelay.model.Pause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The one table. Every read sees every write that was answered before it, except {@link #index} and
 * {@link #getAllRecent}. A method that cannot do
 * its work throws {@link io.defenderrelay.problem.StoreException}; the write may then still have taken effect. A
 * conditional write whose answer was lost is sent again by the client and may then find its own effect and say that the
 * condition failed: whoever must know reads the item, or uses {@link #transact}, whose token prevents it.
 */
public final class Table {
    private static final String INDEX = "gsi1";

    private final DynamoDbClient client;
    private final String name;
    private final Pause pause;

    public Table(DynamoDbClient client, String name, Pause pause) {
        this.client = client;
        this.name = name;
        this.pause = pause;
    }

    public Optional<Item> get(Key key) {
        Map<String, AttributeValue> item = send("read an item", "dynamodb:GetItem", () -> client.getItem(request ->
                        request.tableName(name).key(Attributes.wire(key)).consistentRead(true))
                .item());
        return item.isEmpty() ? Optional.empty() : Optional.of(Attributes.item(item));
    }

    /** The items that exist, each once, in no promised order; any number of keys. */
    public List<Item> getAll(List<Key> keys) {
        return getAll(keys, List.of());
    }

    /** As {@link #getAll(List)}, each item with its key and the named attributes only; they cost as much to read. */
    public List<Item> getAll(List<Key> keys, List<String> attributes) {
        return new BatchReads(client, name, pause).read(keys, attributes, true);
    }

    /**
     * As {@link #getAll(List)} at half the cost, but an item that was stored within the last second or so may be missing:
     * for items that never change, of which the missing ones are then asked for with {@link #getAll(List)}.
     */
    public List<Item> getAllRecent(List<Key> keys) {
        return new BatchReads(client, name, pause).read(keys, List.of(), false);
    }

    /**
     * Stores every item over whatever is there, in no promised order, and returns when all are stored. Of several with
     * one key the last is stored. After a failure any part of them may be stored: repeat the whole call.
     */
    public void putAll(List<Item> items) {
        new BatchWrites(client, name, pause).write(items);
    }

    /** Stores the item over whatever is there. */
    public void put(Item item) {
        send(
                "put an item",
                "dynamodb:PutItem",
                () -> client.putItem(request -> request.tableName(name).item(Attributes.wire(item))));
    }

    /** Stores the item when the condition holds of what is there; false when it does not. */
    public boolean put(Item item, Expression condition) {
        PutItemRequest request = PutItemRequest.builder()
                .tableName(name)
                .item(Attributes.wire(item))
                .conditionExpression(condition.text())
                .expressionAttributeNames(Attributes.names(condition.text()))
                .expressionAttributeValues(Attributes.values(condition.values()))
                .build();
        return sendIf("put an item", "dynamodb:PutItem", () -> client.putItem(request))
                .isPresent();
    }

    /** Makes the change and returns the whole item after it; empty when its condition does not hold. */
    public Optional<Item> update(Update update) {
        UpdateItemRequest request = UpdateItemRequest.builder()
                .tableName(name)
                .key(Attributes.wire(update.key()))
                .updateExpression(update.change())
                .conditionExpression(update.condition())
                .expressionAttributeNames(Attributes.names(update.change(), update.condition()))
                .expressionAttributeValues(Attributes.values(update.values()))
                .returnValues(ReturnValue.ALL_NEW)
                .build();
        return sendIf("change an item", "dynamodb:UpdateItem", () -> client.updateItem(request))
                .map(response -> Attributes.item(response.attributes()));
    }

    /** Removes the item; an absent one is no error. */
    public void delete(Key key) {
        send(
                "delete an item",
                "dynamodb:DeleteItem",
                () -> client.deleteItem(request -> request.tableName(name).key(Attributes.wire(key))));
    }

    /** At most {@code limit} items of the range, in the order of their sort keys. */
    public List<Item> query(String pk, SortRange range, int limit, boolean ascending) {
        return query(pk, range, limit, ascending, List.of());
    }

    /** As {@link #query(String, SortRange, int, boolean)}, each item with its key and the named attributes only. */
    public List<Item> query(String pk, SortRange range, int limit, boolean ascending, List<String> attributes) {
        QueryRequest.Builder request = conditions("pk", pk, "sk", range, Attributes.projection(attributes));
        return pages(request.consistentRead(true).scanIndexForward(ascending), "sk", range, limit);
    }

    /**
     * At most {@code limit} entries of the index of one partition, in the order of its sort keys, each with the keys and projected
     * attributes. Lags behind writes, usually by less than a second.
     */
    public List<Item> index(String partition, SortRange range, int limit, boolean ascending) {
        QueryRequest.Builder request = conditions("gsi1pk", partition, "gsi1sk", range, null);
        return pages(request.indexName(INDEX).scanIndexForward(ascending), "gsi1sk", range, limit);
    }

    /**
     * Makes all writes or none; false when a condition does not hold. While the answer is lost, or AWS asks to wait, the
     * same request is sent again under the same token, so that it takes effect once; AWS knows a token for ten minutes.
     *
     * @param token at most 36 characters; one for each set of writes, in the whole account: the same token with other
     *     writes is refused
     * @param writes at most 100, each of another item
     */
    public boolean transact(String token, List<Write> writes) {
        return new Transaction(client, name, pause).commit(token, writes);
    }

    private List<Item> pages(QueryRequest.Builder query, String sort, SortRange range, int limit) {
        List<Item> items = new ArrayList<>();
        Map<String, AttributeValue> from = Map.of();
        boolean more = limit > 0 && !range.empty();
        while (more) {
            int most = limit - items.size() + (range.except() == null ? 0 : 1);
            QueryRequest request = query.limit(most)
                    .exclusiveStartKey(from.isEmpty() ? null : from)
                    .build();
            QueryResponse response = send("query items", "dynamodb:Query", () -> client.query(request));
            response.items().stream()
                    .map(Attributes::item)
                    .filter(item -> !item.text(sort).equals(range.except()))
                    .limit((long) limit - items.size())
                    .forEach(items::add);
            from = response.lastEvaluatedKey();
            more = items.size() < limit && !from.isEmpty();
        }
        return List.copyOf(items);
    }

    private QueryRequest.Builder conditions(
            String partition, String pk, String sort, SortRange range, @Nullable String projection) {
        Map<String, Object> values = new LinkedHashMap<>(Map.of("pk", pk));
        String text = "#" + partition + " = :pk";
        if (!range.unbounded()) {
            text += " AND #" + sort + " BETWEEN :from AND :to";
            values.put("from", range.from());
            values.put("to", range.to());
        }
        return QueryRequest.builder()
                .tableName(name)
                .keyConditionExpression(text)
                .projectionExpression(projection)
                .expressionAttributeNames(Attributes.names(text, projection))
                .expressionAttributeValues(Attributes.values(values));
    }

    /** Empty when the condition does not hold. */
    private <T> Optional<T> sendIf(String tried, String permission, Supplier<T> call) {
        return send(tried, permission, () -> {
            try {
                return Optional.of(call.get());
            } catch (ConditionalCheckFailedException failed) {
                return Optional.empty();
            }
        });
    }

    private <T> T send(String tried, String permission, Supplier<T> call) {
        Attempts attempts = new Attempts(pause);
        while (true) {
            try {
                return call.get();
            } catch (TransactionConflictException conflict) {
                if (!attempts.another()) {
                    throw Faults.table(tried, name, permission, conflict);
                }
            } catch (SdkException fault) {
                throw Faults.table(tried, name, permission, fault);
            }
        }
    }
}
