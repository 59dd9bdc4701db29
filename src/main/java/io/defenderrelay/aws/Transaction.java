package io.defenderrelay.aws;

import io.defenderrelay.model.Pause;
import io.defenderrelay.problem.StoreException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * One all-or-nothing write, sent until its fate is known. Source: DynamoDB Developer Guide, "Amazon DynamoDB
 * Transactions: How it works", idempotency and conflict handling.
 */
final class Transaction {
    private static final String PERMISSION = "dynamodb:PutItem and dynamodb:UpdateItem";
    private static final int LONGEST_TOKEN = 36;
    private static final int MOST_WRITES = 100;
    private static final Set<String> PASSING = Set.of(
            "None",
            "TransactionConflict",
            "ThrottlingError",
            "ProvisionedThroughputExceeded",
            "RequestLimitExceeded",
            "InternalServerError");

    private final DynamoDbClient client;
    private final String name;
    private final Pause pause;

    Transaction(DynamoDbClient client, String name, Pause pause) {
        this.client = client;
        this.name = name;
        this.pause = pause;
    }

    boolean commit(String token, List<Write> writes) {
        if (token.isEmpty() || token.length() > LONGEST_TOKEN || writes.isEmpty() || writes.size() > MOST_WRITES) {
            throw new IllegalArgumentException(
                    "A transaction has a token of 1 to 36 characters and 1 to 100 writes, not " + token.length()
                            + " and " + writes.size());
        }
        TransactWriteItemsRequest request = TransactWriteItemsRequest.builder()
                .clientRequestToken(token)
                .transactItems(writes.stream().map(this::wire).toList())
                .build();
        Attempts attempts = new Attempts(pause);
        while (true) {
            try {
                client.transactWriteItems(request);
                return true;
            } catch (TransactionCanceledException canceled) {
                if (reasons(canceled).contains("ConditionalCheckFailed")) {
                    return false;
                }
                if (!PASSING.containsAll(reasons(canceled))) {
                    throw refused(canceled);
                }
                retry(attempts, canceled);
            } catch (SdkException fault) {
                if (!Faults.passing(fault)) {
                    throw Faults.table("commit a transaction", name, PERMISSION, fault);
                }
                retry(attempts, fault);
            }
        }
    }

    private void retry(Attempts attempts, SdkException fault) {
        if (!attempts.another()) {
            throw new StoreException(
                    "Could not learn whether a transaction on table '" + name + "' was committed (last answer: "
                            + (Faults.code(fault).isEmpty() ? "none" : Faults.code(fault))
                            + "); read the items it writes before going on; nothing else to do unless it lasts",
                    fault);
        }
    }

    private StoreException refused(TransactionCanceledException canceled) {
        return new StoreException(
                "DynamoDB refused a transaction on table '" + name + "' (" + String.join(", ", reasons(canceled))
                        + "); nothing was written; this is a fault of the relay, report it with these reasons",
                canceled);
    }

    private static List<String> reasons(TransactionCanceledException canceled) {
        return canceled.cancellationReasons().stream()
                .map(CancellationReason::code)
                .map(code -> code == null ? "None" : code)
                .distinct()
                .toList();
    }

    private TransactWriteItem wire(Write write) {
        if (write instanceof Write.Put put) {
            return TransactWriteItem.builder().put(wire(put)).build();
        }
        Update update = ((Write.Change) write).update();
        return TransactWriteItem.builder()
                .update(part -> part.tableName(name)
                        .key(Attributes.wire(update.key()))
                        .updateExpression(update.change())
                        .conditionExpression(update.condition())
                        .expressionAttributeNames(Attributes.names(update.change(), update.condition()))
                        .expressionAttributeValues(Attributes.values(update.values())))
                .build();
    }

    private Put wire(Write.Put put) {
        @Nullable Expression condition = put.condition();
        Put.Builder part = Put.builder().tableName(name).item(Attributes.wire(put.item()));
        if (condition != null) {
            part.conditionExpression(condition.text())
                    .expressionAttributeNames(Attributes.names(condition.text()))
                    .expressionAttributeValues(Attributes.values(condition.values()));
        }
        return part.build();
    }
}
