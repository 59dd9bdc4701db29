package io.defenderrelay.hunting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.answer.Answer;
import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.Cut;
import io.defenderrelay.local.ProcessCut;
import io.defenderrelay.microsoft.HuntingApi;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.model.Requester;
import io.defenderrelay.problem.ConflictException;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.problem.UnprocessableException;
import io.defenderrelay.simulated.SimulatedTenant;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers are told when they ask, look, read and cancel. */
@QuarkusTest
class HuntingTest {
    private static final String QUERY = "{\"query\":\"DeviceInfo\"}";

    private static SimulatedTenant microsoft;

    @Inject
    @RestClient
    HuntingApi hunts;

    @Inject
    @RestClient
    MicrosoftApi api;

    private HuntWorld world;

    @BeforeAll
    static void start() {
        microsoft = SimulatedTenant.start(Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        microsoft.close();
    }

    @BeforeEach
    void world() {
        world = new HuntWorld(hunts, api, microsoft);
    }

    @Test
    void huntIsAcceptedWithItsPlaceAndWhenToAskAgain() {
        Answer answer = ask("a", Duration.ZERO, QUERY);

        JsonNode hunt = HuntWorld.tree(answer.body());
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers())
                .containsEntry(
                        "Location", "/v1/tenants/acme/hunts/" + hunt.path("id").asText())
                .containsEntry("Retry-After", "2");
        assertThat(hunt.path("state").textValue()).isEqualTo("queued");
        assertThat(hunt.path("requestedBy").textValue()).isEqualTo("AROASOC");
        assertThat(hunt.path("onBehalfOf").textValue()).isEqualTo("Jo Müller");
    }

    @Test
    void sameKeyAndBodyAreTheSameHunt() {
        microsoft.hunting().rows(2);
        String id = world.ask("a");
        world.workUntilIdle();

        Answer again = ask("a", Duration.ZERO, QUERY);
        world.workUntilIdle();

        assertThat(again.status()).isEqualTo(200);
        assertThat(HuntWorld.tree(again.body()).path("id").asText()).isEqualTo(id);
        assertThat(HuntWorld.tree(again.body()).path("state").asText()).isEqualTo("succeeded");
        assertThat(microsoft.huntingCalls()).hasSize(1);
    }

    @Test
    void sameKeyWithAnotherBodyIsRefused() {
        world.ask("a");

        assertThatThrownBy(() -> ask("a", Duration.ZERO, "{\"query\":\"AlertInfo\"}"))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("Idempotency-Key");
    }

    @Test
    void sameKeyOfAnotherCallerIsAnotherHunt() {
        String first = world.ask("a");

        Answer other = world.hunting()
                .ask(
                        world.tenant(world.alias),
                        new Hunting.Ask(new Requester("AROAEVE", null), true, "a", Duration.ZERO, QUERY));

        assertThat(HuntWorld.tree(other.body()).path("id").asText()).isNotEqualTo(first);
    }

    @Test
    void callerWhoWaitsIsAnsweredWithinASecondOfTheEnd() {
        microsoft.hunting().rows(2);
        Instant start = world.clock.instant();
        Instant end = start.plusSeconds(7);
        List<Instant> worked = new ArrayList<>();
        Hunting hunting = world.hunting(new Cut(Boundaries.countOnly().amid(() -> {
            if (worked.isEmpty() && !world.clock.instant().isBefore(end)) {
                worked.add(world.clock.instant());
                world.workOnce();
            }
        })));

        Answer answer = hunting.ask(
                world.tenant(world.alias), new Hunting.Ask(HuntWorld.SOC, true, "a", Duration.ofSeconds(20), QUERY));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Duration.between(worked.get(0), world.clock.instant())).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void callerWhoWaitsInVainIsAnsweredInTime() {
        Instant start = world.clock.instant();

        Answer answer = ask("a", Duration.ofSeconds(20), QUERY);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(Duration.between(start, world.clock.instant()))
                .isBetween(Duration.ofSeconds(19), Duration.ofSeconds(20));
    }

    @Test
    void diesAnywhereWhileItAsksAndTheRepetitionIsOneHunt() {
        microsoft.hunting().rows(2);
        Boundaries counted = Boundaries.countOnly();
        world.ask(world.hunting(new Cut(counted)), "count", QUERY);
        world.workUntilIdle();
        List<String> broken = new ArrayList<>();
        for (IntFunction<Boundaries> cut : List.<IntFunction<Boundaries>>of(
                Boundaries::cutBefore, Boundaries::cutAfter, Boundaries::loseAnswer, Boundaries::sendTwice)) {
            for (int call = 1; call <= counted.count(); call++) {
                String key = "k" + cut.hashCode() + "." + call;
                int before = microsoft.huntingCalls().size();
                die(cut.apply(call), key);
                String id = world.ask(key, QUERY).path("id").asText();
                world.workUntilIdle();
                int asked = microsoft.huntingCalls().size() - before;
                if (asked != 1 || !world.state(id).path("state").asText().equals("succeeded")) {
                    broken.add("call " + call + " asked " + asked + ": " + world.state(id));
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void repeatedQuestionSendsOneTicketInTenMinutes() {
        world.ask("a");
        world.ask("a");
        world.clock.move(Duration.ofMinutes(9));
        world.ask("a");
        int within = count();
        world.clock.move(Duration.ofMinutes(2));
        world.ask("a");

        assertThat(within).isEqualTo(1);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void quotaThatMayBeAskedForAgainIsNotWaitedForAnyMore() {
        microsoft.hunting().callsAMinute(0);
        String id = world.ask("a");
        world.workOnce();
        String waiting = world.state(id).path("state").textValue();

        world.clock.move(Duration.ofMinutes(2));

        assertThat(waiting).isEqualTo("waiting");
        assertThat(world.state(id).path("state").textValue()).isEqualTo("queued");
        assertThat(world.state(id).has("waitingForQuotaUntil")).isFalse();
    }

    @Test
    void openHuntsOfATenantAreLimited() {
        for (int hunt = 0; hunt < 100; hunt++) {
            world.ask("h" + hunt);
        }

        assertThatThrownBy(() -> world.ask("one more")).isInstanceOf(ThrottledException.class);
        assertThat(world.ask("h7")).isNotEmpty();
    }

    @Test
    void tenantWithoutHuntingIsToldHowToSwitchItOn() {
        world.tenant(world.alias, "{\"enabled\":false}");

        assertThatThrownBy(() -> world.ask("a"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("hunting.enabled");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | body",
                "[] | body",
                "{\"query\":1} | query",
                "{\"query\":\"DeviceInfo\",\"rows\":1} | body",
                "{\"query\":\"DeviceInfo\",\"maxRows\":0} | maxRows",
                "{\"query\":\"DeviceInfo\",\"maxRows\":100001} | maxRows",
                "{\"query\":\"DeviceInfo\",\"maxRows\":\"5\"} | maxRows",
                "{\"query\":\"DeviceInfo\",\"timespan\":7} | timespan",
                "{\"query\":\"DeviceInfo\",\"timespan\":\"7 days\"} | timespan",
                "{\"query\":\"DeviceInfo\",\"query\":\"DeviceInfo\"} | body"
            })
    void malformedQuestionIsRefusedByName(String body, String field) {
        assertThatThrownBy(() -> raw(body))
                .isInstanceOfSatisfying(InvalidRequestException.class, refused -> assertThat(refused.field())
                        .isEqualTo(field));
        assertThat(world.take(1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"query\":\"DeviceInfo\"} | query",
                "{} | template",
                "{\"template\":\"no-such\"} | template",
                "{\"template\":1} | template"
            })
    void questionByTemplateNamesATemplate(String body, String field) {
        assertThatThrownBy(() -> world.hunting()
                        .ask(
                                world.tenant(world.alias),
                                new Hunting.Ask(HuntWorld.SOC, false, "a", Duration.ZERO, body)))
                .isInstanceOfSatisfying(InvalidRequestException.class, refused -> assertThat(refused.field())
                        .isEqualTo(field));
    }

    @Test
    void rowsAreReadPageByPageInEachFormat() {
        microsoft.hunting().rows(25);
        String id = world.ask("a");
        world.workUntilIdle();

        Answer first = world.hunting().rows(world.alias, id, RowFormat.JSON, 0, 10);
        Answer last = world.hunting().rows(world.alias, id, RowFormat.JSON, 20, 10);
        Answer lines = world.hunting().rows(world.alias, id, RowFormat.NDJSON, 10, 10);
        Answer table = world.hunting().rows(world.alias, id, RowFormat.CSV, 10, 10);

        JsonNode page = HuntWorld.tree(first.body());
        assertThat(page.path("rows")).hasSize(10);
        assertThat(page.path("next").textValue()).isEqualTo("10");
        assertThat(page.path("more").booleanValue()).isTrue();
        assertThat(page.path("columns")).isNotEmpty();
        assertThat(HuntWorld.tree(last.body()).path("rows")).hasSize(5);
        assertThat(HuntWorld.tree(last.body()).has("next")).isFalse();
        assertThat(lines.body().lines()).hasSize(10);
        assertThat(lines.headers().get("Link"))
                .isEqualTo("</v1/tenants/acme/hunts/" + id + "/rows?after=20&limit=10&format=ndjson>; rel=\"next\"");
        assertThat(table.type()).startsWith("text/csv");
        assertThat(table.body()).startsWith("Timestamp,");
    }

    @Test
    void pageEndsBeforeItIsTooLarge() {
        microsoft.hunting().rows(400, 40_000);
        String id = world.ask("a");
        world.workUntilIdle();

        int rows = 0;
        for (String after = "0"; after != null; ) {
            Answer answer = world.hunting().rows(world.alias, id, RowFormat.JSON, Long.parseLong(after), 10_000);
            JsonNode page = HuntWorld.tree(answer.body());
            rows += page.path("rows").size();
            after = page.path("next").textValue();
            assertThat(answer.body().length()).isLessThan(5_000_000);
        }

        assertThat(rows).isEqualTo(400);
    }

    @Test
    void rowsBeyondTheLastAreRefused() {
        microsoft.hunting().rows(3);
        String id = world.ask("a");
        world.workUntilIdle();

        assertThat(world.hunting()
                        .rows(world.alias, id, RowFormat.NDJSON, 3, 10)
                        .body())
                .isEmpty();
        assertThatThrownBy(() -> world.hunting().rows(world.alias, id, RowFormat.NDJSON, 4, 10))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void rowsOfAHuntThatHasNotEndedAreToComeLater() {
        String id = world.ask("a");

        assertThatThrownBy(() -> world.rows(id))
                .isInstanceOfSatisfying(ConflictException.class, wait -> assertThat(wait.retryAfter())
                        .isEqualTo(Duration.ofSeconds(2)));
    }

    @Test
    void deletedHuntIsGoneAndDeletingItAgainChangesNothing() {
        microsoft.hunting().rows(3);
        String id = world.ask("a");
        world.workUntilIdle();

        Answer first = world.hunting().cancel(world.alias, id);
        Answer again = world.hunting().cancel(world.alias, id);

        assertThat(first.status()).isEqualTo(204);
        assertThat(again.status()).isEqualTo(204);
        assertThatThrownBy(() -> world.state(id)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> world.rows(id)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> world.ask("a")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void huntIsKeptAsLongAsTheTenantKeepsItsFeed() {
        microsoft.hunting().rows(3);
        String id = world.ask("a");
        world.workUntilIdle();
        world.clock.move(Duration.ofDays(89));
        int then = world.rows(id).size();
        world.clock.move(Duration.ofDays(2));

        assertThat(then).isEqualTo(3);
        assertThatThrownBy(() -> world.state(id)).isInstanceOf(NotFoundException.class);
        assertThat(world.ask("a")).isEqualTo(id);
        assertThat(world.state(id).path("state").textValue()).isEqualTo("queued");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0123456789abcdef0123456789abcdeF", "../00000000000000000000000000000"})
    void idThatIsNoneIsNotFound(String id) {
        assertThatThrownBy(() -> world.state(id)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void otherTenantsHuntIsNotFound() {
        world.tenant("beta", "{}");
        String id = world.ask("a");

        assertThatThrownBy(() -> world.hunting().state("beta", id)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> world.hunting().cancel("beta", id)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void templatesAreListedWithTheirParameters() {
        JsonNode list = HuntWorld.tree(world.hunting().templates().body()).path("templates");

        assertThat(list).hasSizeGreaterThanOrEqualTo(12);
        assertThat(list).allSatisfy(template -> {
            assertThat(template.path("title").textValue()).isNotEmpty();
            assertThat(template.path("query").textValue()).contains("${maxRows}");
        });
    }

    private void die(Boundaries boundaries, String key) {
        try {
            world.ask(world.hunting(new Cut(boundaries)), key, QUERY);
        } catch (ProcessCut | ConnectorException ended) {
            assertThat(ended).isNotNull();
        }
    }

    private Answer raw(String body) {
        return world.hunting()
                .ask(world.tenant(world.alias), new Hunting.Ask(HuntWorld.SOC, true, "a", Duration.ZERO, body));
    }

    private Answer ask(String key, Duration patience, String body) {
        return world.hunting()
                .ask(world.tenant(world.alias), new Hunting.Ask(HuntWorld.SOC, true, key, patience, body));
    }

    private int count() {
        int tickets = 0;
        for (int taken = world.take(10).size();
                taken > 0;
                taken = world.take(10).size()) {
            tickets += taken;
        }
        return tickets;
    }
}
