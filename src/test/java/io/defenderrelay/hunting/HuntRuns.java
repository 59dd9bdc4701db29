package io.defenderrelay.hunting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.ProcessCut;
import io.defenderrelay.microsoft.HuntingApi;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.simulated.SimulatedTenant;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A simulated tenant, a world on it, and what a hunt usually calls. */
abstract class HuntRuns {
    static SimulatedTenant microsoft;
    private static List<String> calls = List.of();

    @Inject
    @RestClient
    HuntingApi hunts;

    @Inject
    @RestClient
    MicrosoftApi api;

    HuntWorld world;

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
        if (calls.isEmpty()) {
            calls = callsOfAHuntIn(new HuntWorld(hunts, api, microsoft));
        }
        world = new HuntWorld(hunts, api, microsoft);
    }

    void die(Boundaries boundaries, HuntTicket ticket) {
        try {
            world.runner(boundaries).run(ticket);
        } catch (ProcessCut | ConnectorException ended) {
            assertThat(ended).isNotNull();
        }
    }

    HuntTicket ticket(String id) {
        return new HuntTicket(world.alias, id);
    }

    JsonNode problemOf(String query) {
        String id = world.ask("a", "{\"query\":\"" + query + "\"}").path("id").asText();
        world.workUntilIdle();
        return world.state(id).path("problem");
    }

    static int callsOfAHunt() {
        return calls.size();
    }

    /** The number of the call that asks Microsoft. */
    static int huntCall() {
        return calls.indexOf(CutHuntingApi.CALL) + 1;
    }

    /** What a worker calls for a hunt with 700 rows of 400 bytes. */
    List<String> callsOfAHuntIn(HuntWorld other) {
        microsoft.hunting().rows(700, 400);
        other.ask("count");
        Boundaries counted = Boundaries.countOnly();
        other.workOnce(other.runner(counted));
        return counted.calls();
    }

    static List<JsonNode> sent(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(row ->
                        HuntWorld.tree(RowTextTest.shown(microsoft.hunting().row(row))))
                .toList();
    }

    static List<JsonNode> parsed(List<String> rows) {
        return rows.stream().map(HuntWorld::tree).toList();
    }

    static String anyTemplate() {
        return "file-by-hash";
    }

    static String parameters() {
        return "{\"file\":\"d41d8cd98f00b204e9800998ecf8427e\"}";
    }
}
