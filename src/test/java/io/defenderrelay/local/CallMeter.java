package io.defenderrelay.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Measures, inside a function's process, how long it waits for DynamoDB: from the sending of a request to the first of
 * its answer. The SDK finds it by the class path; the benchmark puts it there. When the process ends it writes the number
 * of calls and their milliseconds to the file that {@code bench.calls} names.
 */
public final class CallMeter implements ExecutionInterceptor {
    private static final ExecutionAttribute<Long> SENT = new ExecutionAttribute<>("relay-bench-sent");

    private final LongAdder calls = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    public CallMeter() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::write));
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        attributes.putAttribute(SENT, System.nanoTime());
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        if ("DynamoDb".equals(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME))) {
            calls.increment();
            nanos.add(System.nanoTime() - attributes.getAttribute(SENT));
        }
    }

    /** Each client of the SDK has a meter of its own; those that saw nothing stay silent. */
    private void write() {
        if (calls.sum() == 0) {
            return;
        }
        try {
            Files.writeString(
                    Path.of(System.getProperty("bench.calls")),
                    calls.sum() + " " + nanos.sum() / 1_000_000 + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
