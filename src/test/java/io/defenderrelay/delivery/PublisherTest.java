package io.defenderrelay.delivery;

import static io.defenderrelay.feed.WrittenLog.alert;
import static io.defenderrelay.feed.WrittenLog.titled;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.BusServer;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.local.ProcessCut;
import io.defenderrelay.local.WriteUnits;
import io.defenderrelay.model.Finding;
import io.defenderrelay.model.Kind;
import io.defenderrelay.ocsf.Ocsf;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.LeaseLostException;
import io.defenderrelay.store.Cursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Everything in the log goes out at least once, under one name, whatever happens on the way. */
class PublisherTest {
    private static BusServer bus;

    private PublishWorld world;

    @BeforeAll
    static void start() {
        bus = BusServer.start(0);
    }

    @AfterAll
    static void stop() {
        bus.close();
    }

    @BeforeEach
    void open() {
        world = new PublishWorld(bus);
    }

    @Test
    void eachRevisionBecomesAnEventInOrder() throws IOException {
        world.log.commit(titled("a", 1, "x"), titled("b", 1, "x"));
        world.log.commit(alert("a", 2, "{\"id\":\"a\",\"status\":\"resolved\"}"));

        PublishReport report = Objects.requireNonNull(world.run().get(Kind.ALERT));

        assertThat(report.sent()).isEqualTo(3);
        assertThat(bus.taken())
                .extracting(BusServer.Taken::type)
                .containsExactly("Alert Created", "Alert Created", "Alert Closed");
        JsonNode last = bus.taken().get(2).detail();
        assertThat(last.path("sequence").asInt()).isEqualTo(2);
        assertThat(last.path("uid")).isEqualTo(last.at("/finding/metadata/uid"));
        assertThat(bus.taken()).allSatisfy(event -> {
            assertThat(event.source()).isEqualTo("defender-relay");
            assertThat(event.bus()).isEqualTo("relay");
            assertThat(faults("alert", event.detail())).isEmpty();
            assertThat(Ocsf.faults(event.detail().path("finding"))).isEmpty();
        });
    }

    @Test
    void nothingNewSendsNothing() {
        world.log.commit(titled("a", 1, "x"));
        world.run();

        PublishReport report = Objects.requireNonNull(world.run().get(Kind.ALERT));

        assertThat(report.sent()).isZero();
        assertThat(bus.taken()).hasSize(1);
    }

    @Test
    void thousandAlertsCostAHundredCallsAndAUnitEach() {
        world.log.commitEach(pages(1_000, 96));
        WriteUnits units = new WriteUnits();

        PublishReport report = Objects.requireNonNull(world.run(units).get(Kind.ALERT));

        assertThat(report.sent()).isEqualTo(1_000);
        assertThat(report.calls()).isEqualTo(100);
        assertThat(units.read()).isLessThanOrEqualTo(1_000);
        assertThat(units.written()).isLessThanOrEqualTo(20);
    }

    @Test
    void largeFindingsShareCallsOfAQuarterOfAMegabyte() {
        List<Finding> large = IntStream.range(0, 6)
                .mapToObj(number -> titled("a" + number, 1, "x".repeat(70_000)))
                .toList();
        world.log.commit(large);

        PublishReport report = Objects.requireNonNull(world.run().get(Kind.ALERT));

        assertThat(report.sent()).isEqualTo(6);
        assertThat(bus.calls()).hasSizeBetween(2, 6);
        assertThat(world.faults()).isEmpty();
    }

    @Test
    void findingAboveTheSizeOfAnEventIsCutAndSaysSo() throws IOException {
        world.log.commit(titled("a", 1, "x".repeat(600_000)));

        PublishReport report = Objects.requireNonNull(world.run().get(Kind.ALERT));

        JsonNode detail = bus.taken().get(0).detail();
        assertThat(report.truncated()).isEqualTo(1);
        assertThat(detail.path("truncated").asBoolean()).isTrue();
        assertThat(detail.path("whole").asText()).isEqualTo("/v1/tenants/acme/alerts/a/revisions/1?format=graph");
        assertThat(faults("alert", detail)).isEmpty();
    }

    @Test
    void findingThatCannotBeMappedGoesOutAsTheLeastThereIsAndDelaysNothing() throws IOException {
        world.log.commit(titled("a", 1, "x"), alert("poison", 1, "[]"), titled("b", 1, "x"));

        PublishReport report = Objects.requireNonNull(world.run().get(Kind.ALERT));

        assertThat(report.sent()).isEqualTo(3);
        assertThat(report.minimal()).isEqualTo(1);
        JsonNode detail = bus.taken().get(1).detail();
        assertThat(faults("alert", detail)).isEmpty();
        assertThat(Ocsf.faults(detail.path("finding"))).isEmpty();
        assertThat(world.position().count("minimal")).isEqualTo(1);
    }

    @Test
    void findingThatTheBusRefusesThreeTimesGoesOutAsTheLeastThereIs() {
        world.log.commit(titled("a", 1, "x"), titled("poison", 1, "secret words"), titled("b", 1, "x"));
        bus.refuse(event -> event.detail().toString().contains("secret words") ? "MalformedDetail" : null);

        PublishReport report = Objects.requireNonNull(world.run().get(Kind.ALERT));

        assertThat(report.sent()).isEqualTo(3);
        assertThat(report.minimal()).isEqualTo(1);
        assertThat(world.faults()).isEmpty();
    }

    @Test
    void eventThatIsRefusedInEveryFormDelaysNobodyElse() {
        world.log.commit(titled("a", 1, "x"), titled("poison", 1, "x"), titled("b", 1, "x"));
        bus.refuse(event -> event.detail().path("id").asText().equals("poison") ? "MalformedDetail" : null);

        PublishReport report = Objects.requireNonNull(world.run().get(Kind.ALERT));

        assertThat(report.refused()).isEqualTo(1);
        assertThat(bus.taken())
                .extracting(event -> event.detail().path("id").asText())
                .containsExactly("a", "b");
        assertThat(world.position().page()).isEqualTo(2);
    }

    @Test
    void eventThatIsRefusedAloneInItsCallIsPassedWhenTheNextIsTaken() {
        world.log.commit(titled("poison", 1, "x"), titled("big", 1, "y".repeat(190_000)));
        bus.refuse(event -> event.detail().path("id").asText().equals("poison") ? "MalformedDetail" : null);
        world.log.commit(titled("next", 1, "z".repeat(190_000)));

        PublishReport report = Objects.requireNonNull(world.run().get(Kind.ALERT));

        assertThat(report.refused()).isEqualTo(1);
        assertThat(bus.taken())
                .extracting(event -> event.detail().path("id").asText())
                .containsExactly("big", "next");
        assertThat(world.position().page()).isEqualTo(3);
    }

    @Test
    void busThatTakesNothingMovesNothing() {
        world.log.commit(titled("a", 1, "x"));
        bus.refuse(event -> "NotAuthorizedForSourceException");

        PublishReport report = Objects.requireNonNull(world.run().get(Kind.ALERT));

        assertThat(report.error()).isNotNull();
        assertThat(report.sent()).isZero();
        assertThat(Objects.requireNonNull(world.position().lastError()).message())
                .contains("nothing is lost");
        bus.refuse(event -> null);
        world.runUntilIdle();
        assertThat(world.faults()).isEmpty();
        assertThat(world.position().lastError()).isNull();
    }

    @Test
    void onlyWhatWasNotTakenIsSentAgain() {
        world.log.commitEach(pages(40, 20));
        Random random = new Random(3);
        bus.refuse(event -> random.nextInt(3) == 0 ? "ThrottlingException" : null);

        world.runUntilIdle();

        assertThat(bus.taken()).hasSize(40);
        assertThat(world.faults()).isEmpty();
    }

    @Test
    void twoAtOnceSendOnce() {
        world.log.commitEach(pages(30, 10));

        world.run(Boundaries.freezeBefore(4, () -> assertThat(
                        Objects.requireNonNull(world.run().get(Kind.ALERT)).held())
                .isTrue()));

        assertThat(bus.taken()).hasSize(30);
    }

    @Test
    void processThatWakesAfterItsLeaseWasTakenMovesNothing() {
        world.log.commitEach(pages(300, 96));
        Boundaries frozen = Boundaries.freezeBefore(9, () -> {
            world.clock.move(Duration.ofMinutes(2));
            world.runUntilIdle();
        });

        assertThatThrownBy(() -> world.run(frozen)).isInstanceOf(LeaseLostException.class);

        assertThat(world.position().page()).isEqualTo(5);
        assertThat(world.faults()).isEmpty();
    }

    @Test
    void cutAnywhereLosesNothing() {
        List<String> broken = new ArrayList<>();
        for (IntFunction<Boundaries> cut :
                List.<IntFunction<Boundaries>>of(Boundaries::cutBefore, Boundaries::cutAfter, Boundaries::loseAnswer)) {
            for (int call = 1; call <= 14; call++) {
                world = new PublishWorld(bus);
                world.log.commitEach(pages(25, 10));
                live(cut.apply(call));
                world.log.commit(titled("a1", 50, "later"));
                world.runUntilIdle();
                for (String fault : world.faults()) {
                    broken.add("call " + call + ": " + fault);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void randomHistoriesLoseNothing() {
        for (long seed = 1; seed <= 12; seed++) {
            world = new PublishWorld(bus);
            Random random = new Random(seed);
            bus.refuse(event -> random.nextInt(8) == 0 ? random.nextBoolean() ? "InternalFailure" : "Odd" : null);
            bus.loseAnswers(call -> random.nextInt(9) == 0);
            for (int step = 1; step <= 12; step++) {
                int version = step;
                world.log.commit(random.ints(1 + random.nextInt(6), 0, 9)
                        .distinct()
                        .mapToObj(id -> titled("id" + id, version, "t" + version))
                        .toList());
                int n = 1 + random.nextInt(12);
                live(random.nextBoolean() ? Boundaries.countOnly() : Boundaries.cutAfter(n));
                world.clock.move(Duration.ofSeconds(random.nextInt(100)));
            }
            bus.refuse(event -> null);
            bus.loseAnswers(call -> false);
            world.runUntilIdle();

            assertThat(world.faults()).as("seed " + seed).isEmpty();
        }
    }

    @Test
    void pagesThatExpiredBeforeTheyWereSentArePassedAndCounted() {
        world.log.commit(titled("a", 1, "x"));
        world.clock.move(Duration.ofDays(31));
        world.log.commit(titled("b", 1, "x"));
        world.run();
        world.clock.move(Duration.ofDays(31));
        world.log.commit(titled("c", 1, "x"));

        world.run();

        assertThat(bus.taken())
                .extracting(event -> event.detail().path("id").asText())
                .containsExactly("b", "c");
    }

    @Test
    void degradedAndRecoveredFeedIsToldOnce() throws IOException {
        fail();
        world.run();
        world.run();
        world.log.run((cursor, ledger) -> cursor.succeeded(world.clock.instant()));
        world.run();
        world.run();

        assertThat(bus.taken()).extracting(BusServer.Taken::type).containsExactly("Sync Degraded", "Sync Recovered");
        assertThat(bus.taken().get(0).detail().path("message").asText()).isEqualTo("Grant SecurityAlert.Read.All");
        for (BusServer.Taken event : bus.taken()) {
            assertThat(faults("sync", event.detail())).isEmpty();
        }
    }

    @Test
    void newsOfAFeedThatWasCutShortIsTheSameNewsWhenItIsToldAgain() {
        fail();
        bus.loseAnswers(call -> true);
        world.run();
        bus.loseAnswers(call -> false);
        world.clock.move(Duration.ofMinutes(3));

        world.run();

        assertThat(bus.taken()).hasSizeGreaterThan(1);
        assertThat(bus.taken())
                .extracting(event -> event.detail().path("uid").asText())
                .containsOnly(bus.taken().get(0).detail().path("uid").asText());
    }

    @Test
    void degradedFeedThatMayHaveBeenToldIsToldToBeWellAgain() {
        fail();
        bus.loseAnswers(call -> true);
        world.run();
        bus.loseAnswers(call -> false);
        world.log.run((cursor, ledger) -> cursor.succeeded(world.clock.instant()));

        world.run();

        assertThat(bus.taken().get(bus.taken().size() - 1).type()).isEqualTo("Sync Recovered");
    }

    /** The README's own command, its expression and values taken from there. */
    @Test
    void replayByTheReadmesCommandSendsTheSameEventsAgain() throws IOException {
        world.log.commitEach(pages(30, 10));
        world.runUntilIdle();
        List<BusServer.Taken> first = bus.taken();
        bus.reset();

        replay();
        world.run();

        assertThat(bus.taken()).isEqualTo(first);
    }

    @Test
    void replayStopsARunThatIsSending() throws IOException {
        world.log.commitEach(pages(300, 96));
        Boundaries meanwhile = Boundaries.freezeBefore(9, () -> {
            try {
                replay();
            } catch (IOException unreadable) {
                throw new AssertionError(unreadable);
            }
        });

        assertThatThrownBy(() -> world.run(meanwhile)).isInstanceOf(LeaseLostException.class);

        assertThat(world.position().page()).isEqualTo(1);
        world.runUntilIdle();
        assertThat(world.faults()).isEmpty();
    }

    private void replay() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String expression = found(readme, "--update-expression '(SET #page[^']*)'");
        try (DynamoDbClient client = LocalAws.dynamoDb()) {
            client.updateItem(request -> request.tableName(world.tableName)
                    .key(Map.of("pk", AttributeValue.fromS("P#acme"), "sk", AttributeValue.fromS("alerts")))
                    .updateExpression(expression)
                    .expressionAttributeNames(
                            Map.of("#page", "page", "#offset", "offset", "#until", "until", "#epoch", "epoch"))
                    .expressionAttributeValues(Map.of(
                            ":page", AttributeValue.fromN("1"),
                            ":zero", AttributeValue.fromN("0"),
                            ":one", AttributeValue.fromN("1"))));
        }
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private void fail() {
        world.log.run((cursor, ledger) -> cursor.failed(
                new Cursor.LastError("permission-missing", "Grant SecurityAlert.Read.All", world.clock.instant()),
                null));
    }

    private void live(Boundaries boundaries) {
        try {
            world.run(boundaries);
        } catch (ProcessCut | ConnectorException ended) {
            assertThat(ended).isNotNull();
        }
    }

    private static List<List<Finding>> pages(int count, int size) {
        List<List<Finding>> pages = new ArrayList<>();
        for (int from = 0; from < count; from += size) {
            pages.add(IntStream.range(from, Math.min(count, from + size))
                    .mapToObj(number -> titled("a" + number, 1, "title " + number))
                    .toList());
        }
        return pages;
    }

    private static List<String> faults(String schema, JsonNode detail) throws IOException {
        String text = Files.readString(Path.of("infra/events/" + schema + ".schema.json"), UTF_8);
        JsonSchema read =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
        return read.validate(detail, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true)).stream()
                .map(Object::toString)
                .toList();
    }
}
