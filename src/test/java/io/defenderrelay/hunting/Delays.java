package io.defenderrelay.hunting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** Takes the delay off each message that is sent and notes it, so that a test need not wait for it. */
final class Delays implements ExecutionInterceptor {
    private final List<Duration> noted = new ArrayList<>();

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        if (!(context.request() instanceof SendMessageRequest message)) {
            return context.request();
        }
        Integer seconds = message.delaySeconds();
        synchronized (noted) {
            noted.add(Duration.ofSeconds(seconds == null ? 0 : seconds));
        }
        return message.toBuilder().delaySeconds(0).build();
    }

    /** The longest delay since it was last asked for. */
    Duration longest() {
        synchronized (noted) {
            Duration longest = noted.stream().max(Duration::compareTo).orElse(Duration.ZERO);
            noted.clear();
            return longest;
        }
    }
}
