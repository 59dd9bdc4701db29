package io.defenderrelay.sync;

import io.defenderrelay.local.LocalAws;
import java.util.List;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * Plants an earlier protocol: what is known of a finding is one mutable item, written before the log names the revision
 * and under nobody's lease.
 */
final class HeadsBeforeCommit implements ExecutionInterceptor {
    private final DynamoDbClient client = LocalAws.dynamoDb();

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        if (!(context.request() instanceof TransactWriteItemsRequest transaction)) {
            return context.request();
        }
        List<TransactWriteItem> heads = transaction.transactItems().stream()
                .filter(HeadsBeforeCommit::isHead)
                .toList();
        heads.forEach(head -> write(head.put()));
        return transaction.toBuilder()
                .transactItems(transaction.transactItems().stream()
                        .filter(write -> !isHead(write))
                        .toList())
                .build();
    }

    private void write(Put put) {
        client.putItem(request -> request.tableName(put.tableName()).item(put.item()));
    }

    private static boolean isHead(TransactWriteItem write) {
        return write.put() != null
                && AttributeValue.fromS("HEAD").equals(write.put().item().get("sk"));
    }
}
