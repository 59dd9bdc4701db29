package io.defenderrelay.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.BusServer;
import io.defenderrelay.local.ProcessCut;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.simulated.SimulatedTenant;
import jakarta.inject.Inject;
import java.time.Clock;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A simulated tenant, a bus, and a world on them. */
abstract class ActionRuns {
    static SimulatedTenant microsoft;
    static BusServer bus;

    @Inject
    @RestClient
    MicrosoftApi api;

    ActionWorld world;

    @BeforeAll
    static void start() {
        microsoft = SimulatedTenant.start(Clock.systemUTC());
        bus = BusServer.start(0);
    }

    @AfterAll
    static void stop() {
        microsoft.close();
        bus.close();
    }

    @BeforeEach
    void world() {
        world = new ActionWorld(api, microsoft, bus);
    }

    /** Runs a worker that may die or fail on the way. */
    void die(Boundaries boundaries) {
        try {
            world.runner(boundaries).run(ActionWorld.ALIAS);
        } catch (ProcessCut | ConnectorException ended) {
            assertThat(ended).isNotNull();
        }
    }
}
