package io.defenderrelay.local;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Lets an AWS client's calls take part in {@link Boundaries}. */
public final class Cut implements ExecutionInterceptor {
    private final Boundaries boundaries;
    private final AtomicBoolean sentTwice = new AtomicBoolean();

    public Cut(Boundaries boundaries) {
        this.boundaries = boundaries;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        boundaries.before(context.request().getClass().getSimpleName());
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        if (boundaries.sendsTwice() && sentTwice.compareAndSet(false, true)) {
            throw lost();
        }
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        if (boundaries.after(context.request().getClass().getSimpleName())) {
            throw lost();
        }
    }

    private static SdkClientException lost() {
        return SdkClientException.create("The answer was lost", new IOException("Connection reset"));
    }
}
