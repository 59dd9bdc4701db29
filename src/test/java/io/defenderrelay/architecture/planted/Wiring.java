package io.defenderrelay.architecture.planted;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Does what Wiring alone may do. */
final class Wiring {
    List<Object> parts() {
        Runnable sleep = () -> {
            try {
                Thread.sleep(1);
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
        };
        return List.of(Clock.systemUTC(), new SecureRandom(), sleep, SqsClient.class, RestClient.class);
    }
}
