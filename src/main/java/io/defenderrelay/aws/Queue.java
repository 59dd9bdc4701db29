package io.defenderrelay.aws;

import io.defenderrelay.problem.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * One queue of work for another function. A message whose answer was lost is sent again: receivers must bear doubles, as
 * with any standard queue.
 */
public final class Queue {
    private static final int MOST = 10;
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);
    private static final String PERMISSION = "sqs:SendMessage";

    private final SqsClient client;
    private final String url;

    public Queue(SqsClient client, String url) {
        this.client = client;
        this.url = url;
    }

    public void send(String body) {
        try {
            client.sendMessage(request -> request.queueUrl(url).messageBody(body));
        } catch (SdkException fault) {
            throw refused(1, fault);
        }
    }

    /** As {@link #send(String)}; nobody gets the message before {@code delay}, at most 15 minutes, is over. */
    public void send(String body, Duration delay) {
        int seconds = Math.toIntExact(Math.min(LONGEST_DELAY.toSeconds(), Math.max(0, delay.toSeconds())));
        try {
            client.sendMessage(
                    request -> request.queueUrl(url).messageBody(body).delaySeconds(seconds));
        } catch (SdkException fault) {
            throw refused(1, fault);
        }
    }

    /**
     * Sends each body as a message, in no promised order. What the queue refuses is sent once more; then the exception
     * says how many were not sent, all others were.
     */
    public void sendAll(List<String> bodies) {
        List<String> left = sendTens(bodies);
        if (!left.isEmpty()) {
            left = sendTens(left);
        }
        if (!left.isEmpty()) {
            throw new StoreException(
                    left.size() + " of " + bodies.size() + " messages could not be sent to queue " + url
                            + ", also at a second try; the others were sent; nothing to do unless it lasts",
                    null);
        }
    }

    /** Returns what the queue refused. */
    private List<String> sendTens(List<String> bodies) {
        List<String> refused = new ArrayList<>();
        for (int start = 0; start < bodies.size(); start += MOST) {
            List<String> ten = bodies.subList(start, Math.min(start + MOST, bodies.size()));
            List<SendMessageBatchRequestEntry> entries = IntStream.range(0, ten.size())
                    .mapToObj(n -> SendMessageBatchRequestEntry.builder()
                            .id(String.valueOf(n))
                            .messageBody(ten.get(n))
                            .build())
                    .toList();
            try {
                client.sendMessageBatch(request -> request.queueUrl(url).entries(entries)).failed().stream()
                        .map(BatchResultErrorEntry::id)
                        .forEach(id -> refused.add(ten.get(Integer.parseInt(id))));
            } catch (SdkException fault) {
                throw refused(bodies.size() - start + refused.size(), fault);
            }
        }
        return refused;
    }

    private StoreException refused(int count, SdkException fault) {
        String missing = "there is no such queue; set the RELAY_QUEUE_... variable to the stack's queue";
        return Faults.store("send " + count + " message(s) to queue " + url, PERMISSION, missing, fault);
    }
}
