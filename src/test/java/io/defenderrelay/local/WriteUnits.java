package io.defenderrelay.local;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Counts read and write request units by AWS's published rules, from what is sent and answered: DynamoDB Local reports
 * others. It knows items by the writes it saw, so one counter must see every write of a table; beside a {@link Cut} it is named
 * after it, to see an answer before the cut takes it away. What the index costs is
 * counted under {@code gsi1} and not doubled in transactions, since indexes follow later. Source: DynamoDB Developer
 * Guide, "DynamoDB read and write operations", and "Transactions: how it works", capacity.
 */
public final class WriteUnits implements ExecutionInterceptor {
    private static final String INDEX = "gsi1";

    private final KnownItems items = new KnownItems();
    private final Map<String, Double> writes = new TreeMap<>();
    private final Map<String, Double> reads = new TreeMap<>();
    private final Set<String> tokens = new HashSet<>();

    /** Write units since the last reset, with those of the index. */
    public synchronized double written() {
        return writes.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Read units since the last reset. */
    public synchronized double read() {
        return reads.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Write units by operation, such as {@code TransactWriteItems}, and {@code gsi1}. */
    public synchronized Map<String, Double> writtenBy() {
        return Map.copyOf(writes);
    }

    /** Read units by operation. */
    public synchronized Map<String, Double> readBy() {
        return Map.copyOf(reads);
    }

    /** Sets the counters to zero; what the table holds stays known. */
    public synchronized void reset() {
        writes.clear();
        reads.clear();
    }

    @Override
    public synchronized void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        SdkRequest request = context.request();
        SdkResponse response = context.response();
        if (request instanceof PutItemRequest put) {
            write("PutItem", 1, items.replace(put.tableName(), put.item(), put.item()));
        } else if (request instanceof UpdateItemRequest update) {
            write("UpdateItem", 1, items.replace(update.tableName(), update.key(), after(update, response)));
        } else if (request instanceof DeleteItemRequest delete) {
            write("DeleteItem", 1, items.replace(delete.tableName(), delete.key(), Map.of()));
        } else if (request instanceof BatchWriteItemRequest batch) {
            countBatch(batch, (BatchWriteItemResponse) response);
        } else if (request instanceof TransactWriteItemsRequest transaction) {
            countTransaction(transaction);
        } else {
            countRead(request, response);
        }
    }

    @Override
    public synchronized void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        SdkRequest request = context.request();
        if (context.exception() instanceof ConditionalCheckFailedException) {
            if (request instanceof PutItemRequest put) {
                writes.merge("PutItem", (double) items.refused(put.tableName(), put.item()), Double::sum);
            } else if (request instanceof UpdateItemRequest update) {
                writes.merge("UpdateItem", (double) items.refused(update.tableName(), update.key()), Double::sum);
            }
        } else if (context.exception() instanceof TransactionCanceledException
                && request instanceof TransactWriteItemsRequest transaction) {
            for (TransactWriteItem part : transaction.transactItems()) {
                writes.merge("TransactWriteItems", 2.0 * items.refused(table(part), key(part)), Double::sum);
            }
        }
    }

    private void countBatch(BatchWriteItemRequest batch, BatchWriteItemResponse response) {
        batch.requestItems().forEach((table, requests) -> {
            List<WriteRequest> undone = response.unprocessedItems().getOrDefault(table, List.of());
            for (WriteRequest request : requests) {
                if (undone.contains(request)) {
                    continue;
                }
                boolean put = request.putRequest() != null;
                Map<String, AttributeValue> key = put
                        ? request.putRequest().item()
                        : request.deleteRequest().key();
                write("BatchWriteItem", 1, items.replace(table, key, put ? key : Map.of()));
            }
        });
    }

    private void countTransaction(TransactWriteItemsRequest transaction) {
        boolean repeated = transaction.clientRequestToken() != null && !tokens.add(transaction.clientRequestToken());
        for (TransactWriteItem part : transaction.transactItems()) {
            if (repeated) {
                reads.merge("TransactWriteItems", 2 * units(items.get(table(part), key(part))), Double::sum);
                continue;
            }
            write("TransactWriteItems", 2, items.replace(table(part), key(part), after(part)));
        }
    }

    private void countRead(SdkRequest request, SdkResponse response) {
        if (request instanceof GetItemRequest get) {
            Map<String, AttributeValue> item = ((GetItemResponse) response).item();
            reads.merge("GetItem", share(get.consistentRead()) * units(whole(get.tableName(), item)), Double::sum);
        } else if (request instanceof BatchGetItemRequest batch) {
            countBatch(batch, (BatchGetItemResponse) response);
        } else if (request instanceof QueryRequest query) {
            long size = ((QueryResponse) response)
                    .items().stream()
                            .map(item -> query.indexName() == null ? whole(query.tableName(), item) : item)
                            .mapToLong(ItemSize::of)
                            .sum();
            reads.merge("Query", share(query.consistentRead()) * units(size), Double::sum);
        } else if (request instanceof ScanRequest || request instanceof TransactGetItemsRequest) {
            throw new IllegalStateException("Units of " + request.getClass().getSimpleName() + " are not counted yet");
        }
    }

    /** Every key asked for costs, also when nothing is there. */
    private void countBatch(BatchGetItemRequest batch, BatchGetItemResponse response) {
        batch.requestItems().forEach((table, wanted) -> {
            List<Map<String, AttributeValue>> found = response.responses().getOrDefault(table, List.of());
            int unread = response.unprocessedKeys().containsKey(table)
                    ? response.unprocessedKeys().get(table).keys().size()
                    : 0;
            double units = wanted.keys().size() - unread - found.size();
            for (Map<String, AttributeValue> item : found) {
                units += units(whole(table, item));
            }
            reads.merge("BatchGetItem", share(wanted.consistentRead()) * units, Double::sum);
        });
    }

    private void write(String operation, int times, KnownItems.Cost cost) {
        writes.merge(operation, (double) times * cost.table(), Double::sum);
        if (cost.index() > 0) {
            writes.merge(INDEX, (double) cost.index(), Double::sum);
        }
    }

    /** The whole item also where only some of its attributes were answered: a projection saves nothing. */
    private Map<String, AttributeValue> whole(String table, Map<String, AttributeValue> answered) {
        if (!answered.containsKey("pk")) {
            return answered;
        }
        Map<String, AttributeValue> known = items.get(table, answered);
        return known.isEmpty() ? answered : known;
    }

    private Map<String, AttributeValue> after(UpdateItemRequest update, SdkResponse response) {
        Map<String, AttributeValue> answered = ((UpdateItemResponse) response).attributes();
        return answered.containsKey("pk")
                ? answered
                : items.updated(
                        update.tableName(),
                        update.key(),
                        update.updateExpression(),
                        update.expressionAttributeNames(),
                        update.expressionAttributeValues());
    }

    private Map<String, AttributeValue> after(TransactWriteItem part) {
        if (part.put() != null) {
            return part.put().item();
        }
        Update update = part.update();
        return items.updated(
                update.tableName(),
                update.key(),
                update.updateExpression(),
                update.expressionAttributeNames(),
                update.expressionAttributeValues());
    }

    /** The relay's transactions only put and update. */
    private static String table(TransactWriteItem part) {
        return part.put() == null ? part.update().tableName() : part.put().tableName();
    }

    private static Map<String, AttributeValue> key(TransactWriteItem part) {
        return part.put() == null ? part.update().key() : part.put().item();
    }

    private static double share(Boolean consistent) {
        return Boolean.TRUE.equals(consistent) ? 1 : 0.5;
    }

    private static double units(Map<String, AttributeValue> item) {
        return units(ItemSize.of(item));
    }

    private static double units(long size) {
        return Math.max(1, (size + 4095) / 4096);
    }
}
