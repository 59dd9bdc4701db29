package io.defenderrelay.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Plays Lambda's event source for a queue: hands its messages to the function and deletes what did not fail. Source: AWS
 * Lambda Developer Guide, "Using Lambda with Amazon SQS".
 */
final class QueuePoller {
    private static final int WAIT_SECONDS = 1;

    private final SqsClient sqs;
    private final String queueUrl;
    private final LocalTemplate.Subscription subscription;
    private final LambdaFunction function;

    QueuePoller(SqsClient sqs, String queueUrl, LocalTemplate.Subscription subscription, LambdaFunction function) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
        this.subscription = subscription;
        this.function = function;
    }

    /** Serves the queue until it is interrupted. */
    void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<Message> messages = receive();
                if (!messages.isEmpty()) {
                    deliver(messages);
                }
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } catch (SdkException fault) {
            // The SDK answers an interrupt with an exception of its own.
            if (!Thread.currentThread().isInterrupted()) {
                throw fault;
            }
        }
    }

    private List<Message> receive() {
        return sqs.receiveMessage(request -> request.queueUrl(queueUrl)
                        .maxNumberOfMessages(Math.min(10, subscription.batchSize()))
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .waitTimeSeconds(WAIT_SECONDS))
                .messages();
    }

    private void deliver(List<Message> messages) throws InterruptedException {
        LambdaFunction.Call call =
                function.invoke(event(subscription.queue(), messages).toString());
        Set<String> failed = failed(call.answer(), messages, subscription.reportsFailures());
        for (Message message : messages) {
            if (!failed.contains(message.messageId())) {
                sqs.deleteMessage(request -> request.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
            }
        }
    }

    /** The event that Lambda makes of the messages. */
    static ObjectNode event(String queue, List<Message> messages) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        for (Message message : messages) {
            ObjectNode record = event.withArray("Records")
                    .addObject()
                    .put("messageId", message.messageId())
                    .put("receiptHandle", message.receiptHandle())
                    .put("body", message.body());
            ObjectNode attributes = record.putObject("attributes");
            message.attributesAsStrings().forEach(attributes::put);
            record.putObject("messageAttributes");
            record.put("md5OfBody", message.md5OfBody())
                    .put("eventSource", "aws:sqs")
                    .put("eventSourceARN", "arn:aws:sqs:eu-central-1:000000000000:" + queue)
                    .put("awsRegion", "eu-central-1");
        }
        return event;
    }

    /** The ids of the messages that stay in the queue. */
    static Set<String> failed(Answer answer, List<Message> messages, boolean reportsFailures) {
        Set<String> all =
                new HashSet<>(messages.stream().map(Message::messageId).toList());
        if (answer.failed()) {
            return all;
        }
        Set<String> failed = new HashSet<>();
        if (reportsFailures) {
            for (JsonNode failure : answer.json().path("batchItemFailures")) {
                failed.add(failure.path("itemIdentifier").asText());
            }
            // An id that is none of these makes the whole batch fail.
            if (!all.containsAll(failed)) {
                return all;
            }
        }
        return failed;
    }
}
