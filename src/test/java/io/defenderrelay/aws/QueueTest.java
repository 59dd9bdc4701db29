package io.defenderrelay.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.Cut;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.problem.StoreException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

class QueueTest {
    @RegisterExtension
    private final WireMockExtension stub = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    private final String url = LocalAws.createQueue();

    @Test
    void messageArrives() {
        new Queue(LocalAws.sqs(), url).send("täst");

        assertThat(received(1)).containsExactly("täst");
    }

    @Test
    void manyMessagesArriveEachOnceInTens() {
        Boundaries calls = Boundaries.countOnly();
        List<String> bodies = IntStream.range(0, 23).mapToObj(String::valueOf).toList();

        new Queue(LocalAws.sqs(new Cut(calls)), url).sendAll(bodies);

        assertThat(received(23)).containsExactlyInAnyOrderElementsOf(bodies);
        assertThat(calls.count()).isEqualTo(3);
    }

    @Test
    void nothingIsSentForNoMessages() {
        Boundaries calls = Boundaries.countOnly();

        new Queue(LocalAws.sqs(new Cut(calls)), url).sendAll(List.of());

        assertThat(calls.count()).isZero();
    }

    @Test
    void refusedMessagesAreTriedTwiceThenCounted() {
        stub.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withHeader("Content-Type", "application/x-amz-json-1.0")
                        .withBody("{\"Successful\":[],\"Failed\":[{\"Id\":\"0\",\"Code\":\"InternalError\","
                                + "\"SenderFault\":false}]}")));
        SqsClient client = LocalAws.configure(SqsClient.builder().checksumValidationEnabled(false))
                .endpointOverride(URI.create(stub.baseUrl()))
                .build();

        assertThatThrownBy(() -> new Queue(client, stub.baseUrl() + "/queue").sendAll(List.of("a", "b")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("1 of 2 messages");
        stub.verify(2, anyRequestedFor(anyUrl()));
    }

    @Test
    void missingQueueIsNamedWithTheNextStep() {
        assertThatThrownBy(() -> new Queue(LocalAws.sqs(), url + "-gone").send("x"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(url + "-gone")
                .hasMessageContaining("RELAY_QUEUE_");
    }

    private List<String> received(int count) {
        List<String> bodies = new ArrayList<>();
        try (SqsClient client = LocalAws.sqs()) {
            for (int turn = 0; turn < 20 && bodies.size() < count; turn++) {
                client
                        .receiveMessage(request ->
                                request.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(1))
                        .messages()
                        .stream()
                        .map(Message::body)
                        .forEach(bodies::add);
            }
        }
        return bodies;
    }
}
