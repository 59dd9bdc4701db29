package io.defenderrelay.writeback;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Plants marking by value alone: whatever version a revision has, the relay's own changes of that record appear to have made
 * it, so that only the values still speak.
 */
final class MarksByValue implements ExecutionInterceptor {
    private final Map<String, String> versions = new ConcurrentHashMap<>();

    /** Revisions are put directly before the relay asks for its own changes. */
    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        if (context.request() instanceof BatchWriteItemRequest batch) {
            batch.requestItems()
                    .values()
                    .forEach(writes -> writes.forEach(write -> {
                        Map<String, AttributeValue> item = write.putRequest().item();
                        String[] partition = item.get("pk").s().split("#");
                        String[] sort = item.get("sk").s().split("#");
                        if (sort[0].equals("R")) {
                            versions.put(partition[2], sort[1]);
                        }
                    }));
        }
    }

    @Override
    public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
        if (!(context.request() instanceof QueryRequest) || !(context.response() instanceof QueryResponse response)) {
            return context.response();
        }
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        for (Map<String, AttributeValue> item : response.items()) {
            Map<String, AttributeValue> changed = new HashMap<>(item);
            String version = item.get("pk").s().startsWith("E#") && item.containsKey("version")
                    ? versions.get(item.get("id").s())
                    : null;
            if (version != null) {
                changed.put("version", AttributeValue.fromS(version));
            }
            items.add(changed);
        }
        return response.toBuilder().items(items).build();
    }
}
