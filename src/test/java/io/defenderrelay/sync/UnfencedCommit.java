package io.defenderrelay.sync;

import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** Plants a protocol without the fence: a commit no longer asks whether the lease is still held. */
final class UnfencedCommit implements ExecutionInterceptor {
    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        if (!(context.request() instanceof TransactWriteItemsRequest transaction)) {
            return context.request();
        }
        return transaction.toBuilder()
                .transactItems(transaction.transactItems().stream()
                        .map(UnfencedCommit::unfenced)
                        .toList())
                .build();
    }

    /** A constant that holds takes the condition's place, so that each value named is still used. */
    private static TransactWriteItem unfenced(TransactWriteItem write) {
        if (write.update() != null) {
            String always = write.update().conditionExpression().replace(" AND ", " OR ") + " OR attribute_exists(pk)";
            return TransactWriteItem.builder()
                    .update(write.update().toBuilder()
                            .conditionExpression(always)
                            .build())
                    .build();
        }
        return TransactWriteItem.builder()
                .put(write.put().toBuilder().conditionExpression(null).build())
                .build();
    }
}
