package io.defenderrelay.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

final class QueuePollerTest {
    private static final List<Message> MESSAGES = List.of(message("m1"), message("m2"));

    @Test
    void eventHoldsEachMessage() {
        JsonNode event = QueuePoller.event("AlertQueue", MESSAGES);

        assertThat(event.path("Records")).hasSize(2);
        assertThat(event.at("/Records/0/messageId").asText()).isEqualTo("m1");
        assertThat(event.at("/Records/0/body").asText()).isEqualTo("{\"tenant\":\"demo\"}");
        assertThat(event.at("/Records/0/eventSource").asText()).isEqualTo("aws:sqs");
        assertThat(event.at("/Records/0/eventSourceARN").asText())
                .isEqualTo("arn:aws:sqs:eu-central-1:000000000000:AlertQueue");
        assertThat(event.at("/Records/0/attributes/ApproximateReceiveCount").asText())
                .isEqualTo("1");
    }

    @Test
    void onlyReportedMessagesStayInTheQueue() {
        Answer answer = new Answer(false, "{\"batchItemFailures\":[{\"itemIdentifier\":\"m2\"}]}");

        assertThat(QueuePoller.failed(answer, MESSAGES, true)).containsExactly("m2");
    }

    @Test
    void allStayWhenTheFunctionFailedOrNamesOneThatIsNotThere() {
        Answer stranger = new Answer(false, "{\"batchItemFailures\":[{\"itemIdentifier\":\"m9\"}]}");

        assertThat(QueuePoller.failed(Answer.failure("T", "broken"), MESSAGES, true))
                .containsExactlyInAnyOrder("m1", "m2");
        assertThat(QueuePoller.failed(stranger, MESSAGES, true)).containsExactlyInAnyOrder("m1", "m2");
    }

    @Test
    void nothingStaysWhenAllWentWell() {
        assertThat(QueuePoller.failed(new Answer(false, "{\"batchItemFailures\":[]}"), MESSAGES, true))
                .isEmpty();
        assertThat(QueuePoller.failed(new Answer(false, "null"), MESSAGES, true))
                .isEmpty();
    }

    private static Message message(String id) {
        return Message.builder()
                .messageId(id)
                .receiptHandle("r-" + id)
                .body("{\"tenant\":\"demo\"}")
                .md5OfBody("0")
                .attributesWithStrings(Map.of("ApproximateReceiveCount", "1"))
                .build();
    }
}
