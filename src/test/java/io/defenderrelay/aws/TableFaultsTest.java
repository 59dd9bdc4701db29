package io.defenderrelay.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.problem.StoreException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB Local behind a proxy that answers some requests itself, as DynamoDB does under load. */
class TableFaultsTest {
    private static final Key HEAD = new Key("A#acme#1", "HEAD");
    private static final String TYPE = "com.amazonaws.dynamodb.v20120810#";

    @RegisterExtension
    private final WireMockExtension proxy = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    private final String name = LocalAws.createTable();
    private final String token = UUID.randomUUID().toString();
    private final List<Duration> pauses = new ArrayList<>();

    private Table direct;
    private Table table;

    @BeforeEach
    void putTheProxyBetween() {
        proxy.stubFor(any(anyUrl())
                .atPriority(9)
                .willReturn(
                        aResponse().proxiedFrom(LocalAws.endpoints().dynamoDb().toString())));
        direct = new Table(LocalAws.dynamoDb(), name, LocalAws.noPause());
        table = new Table(throughProxy(), name, pauses::add);
    }

    @Test
    void itemsLeftUnprocessedAreSentAgainUntilNoneIsLeft() {
        String left = "{\"UnprocessedItems\":{\"%s\":[%s,%s]}}".formatted(name, putOf("1"), putOf("2"));
        answerOnce("BatchWriteItem", 1, json(200, left));
        answerOnce("BatchWriteItem", 2, json(200, "{\"UnprocessedItems\":{\"%s\":[%s]}}".formatted(name, putOf("2"))));

        table.putAll(List.of(item("0"), item("1"), item("2")));

        assertThat(sent("BatchWriteItem")).isEqualTo(3);
        assertThat(direct.get(item("2").key())).isPresent();
        assertThat(pauses).hasSize(2);
    }

    @Test
    void itemsThatStayUnprocessedEndInAnExceptionThatCountsThem() {
        String left = "{\"UnprocessedItems\":{\"%s\":[%s]}}".formatted(name, putOf("0"));
        answerAlways("BatchWriteItem", json(200, left));

        assertThatThrownBy(() -> table.putAll(List.of(item("0"))))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("1 items");
        assertThat(pauses).hasSize(8).last().isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void throttledBatchIsSentAgain() {
        answerOnce("BatchWriteItem", 1, refusal("ProvisionedThroughputExceededException"));
        answerOnce("BatchGetItem", 1, refusal("RequestLimitExceeded"));

        table.putAll(List.of(item("0")));

        assertThat(table.getAll(List.of(item("0").key()))).containsExactly(item("0"));
        assertThat(pauses).hasSize(2);
    }

    @Test
    void keysLeftUnprocessedAreAskedForAgain() {
        direct.putAll(List.of(item("0"), item("1")));
        String answer = "{\"Responses\":{\"%s\":[%s]},\"UnprocessedKeys\":{\"%s\":{\"Keys\":[%s]}}}"
                .formatted(name, wireOf("0"), name, "{\"pk\":{\"S\":\"A#acme#1\"},\"sk\":{\"S\":\"1\"}}");
        answerOnce("BatchGetItem", 1, json(200, answer));

        List<Item> items = table.getAll(List.of(item("0").key(), item("1").key()));

        assertThat(items).containsExactlyInAnyOrder(item("0"), item("1"));
        assertThat(sent("BatchGetItem")).isEqualTo(2);
    }

    @Test
    void conflictingTransactionIsSentAgainUnderItsToken() {
        answerOnce("TransactWriteItems", 1, cancelled("None", "TransactionConflict"));
        answerOnce("TransactWriteItems", 2, refusal("TransactionInProgressException"));
        answerOnce("TransactWriteItems", 3, cancelled("ThrottlingError", "None"));

        boolean committed = table.transact(token, writes());

        assertThat(committed).isTrue();
        proxy.verify(
                4, anyRequestedFor(anyUrl()).withRequestBody(containing("\"ClientRequestToken\":\"" + token + "\"")));
    }

    @Test
    void failedConditionBesideAConflictIsAFailedCondition() {
        answerOnce("TransactWriteItems", 1, cancelled("TransactionConflict", "ConditionalCheckFailed"));

        assertThat(table.transact(token, writes())).isFalse();
        assertThat(pauses).isEmpty();
    }

    @Test
    void refusedTransactionNamesTheReasonsAndIsNotRepeated() {
        answerAlways("TransactWriteItems", cancelled("None", "ValidationError"));

        assertThatThrownBy(() -> table.transact(token, writes()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("ValidationError");
        assertThat(sent("TransactWriteItems")).isEqualTo(1);
    }

    @Test
    void transactionThatIsNeverAnsweredEndsAsUnknown() {
        answerAlways("TransactWriteItems", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        assertThatThrownBy(() -> table.transact(token, writes()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("whether a transaction")
                .hasMessageContaining("read the items");
        assertThat(pauses).hasSize(8);
    }

    @Test
    void conditionalPutWaitsForATransactionOnTheItem() {
        answerOnce("PutItem", 1, refusal("TransactionConflictException"));

        boolean made = table.put(item("0"), Expression.ABSENT);

        assertThat(made).isTrue();
        assertThat(pauses).hasSize(1);
    }

    @Test
    void refusedAccessNamesThePermission() {
        answerAlways("GetItem", refusal("AccessDeniedException"));
        answerAlways("Query", refusal("ValidationException"));

        assertThatThrownBy(() -> table.get(HEAD))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("grant dynamodb:GetItem");
        assertThatThrownBy(() -> table.query("x", SortRange.all(), 1, true))
                .hasMessageContaining("ValidationException");
    }

    private DynamoDbClient throughProxy() {
        return LocalAws.configure(DynamoDbClient.builder())
                .endpointOverride(URI.create(proxy.baseUrl()))
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
    }

    private void answerOnce(String operation, int turn, ResponseDefinitionBuilder answer) {
        proxy.stubFor(any(anyUrl())
                .withHeader("X-Amz-Target", containing("." + operation))
                .inScenario(operation)
                .whenScenarioStateIs(turn == 1 ? STARTED : String.valueOf(turn))
                .willSetStateTo(String.valueOf(turn + 1))
                .willReturn(answer));
    }

    private void answerAlways(String operation, ResponseDefinitionBuilder answer) {
        proxy.stubFor(any(anyUrl())
                .withHeader("X-Amz-Target", containing("." + operation))
                .willReturn(answer));
    }

    private int sent(String operation) {
        return proxy.findAll(anyRequestedFor(anyUrl()).withHeader("X-Amz-Target", containing("." + operation)))
                .size();
    }

    private static ResponseDefinitionBuilder refusal(String code) {
        return json(400, "{\"__type\":\"" + TYPE + code + "\",\"message\":\"as the test asked\"}");
    }

    private static ResponseDefinitionBuilder cancelled(String first, String second) {
        return json(
                400,
                "{\"__type\":\"" + TYPE + "TransactionCanceledException\",\"message\":\"Transaction cancelled\","
                        + "\"CancellationReasons\":[{\"Code\":\"" + first + "\"},{\"Code\":\"" + second + "\"}]}");
    }

    private static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/x-amz-json-1.0")
                .withBody(body);
    }

    private static List<Write> writes() {
        Update next = new Update(
                HEAD,
                "SET #committed = :next",
                "attribute_not_exists(#committed) OR #committed = :committed",
                Map.of("next", 1, "committed", 0));
        return List.of(new Write.Put(item("9"), Expression.ABSENT), new Write.Change(next));
    }

    private static Item item(String sk) {
        return Item.of(new Key("A#acme#1", sk), Map.of("n", 1));
    }

    private static String wireOf(String sk) {
        return "{\"pk\":{\"S\":\"A#acme#1\"},\"sk\":{\"S\":\"" + sk + "\"},\"n\":{\"N\":\"1\"}}";
    }

    private static String putOf(String sk) {
        return "{\"PutRequest\":{\"Item\":" + wireOf(sk) + "}}";
    }
}
