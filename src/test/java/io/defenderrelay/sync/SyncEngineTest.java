package io.defenderrelay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.model.Kind;
import io.defenderrelay.simulated.SimulatedTenant;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SyncEngineTest {
    @Inject
    @RestClient
    MicrosoftApi api;

    private static SimulatedTenant microsoft;

    private SyncWorld world;

    @BeforeAll
    static void start() {
        microsoft = SimulatedTenant.start(Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        microsoft.close();
    }

    @BeforeEach
    void open() {
        world = new SyncWorld(api, microsoft, 1, Kind.ALERT);
    }

    @Test
    void everyAlertReachesTheFeedOnce() {
        world.add(250, SyncWorld.START.minus(Duration.ofDays(6)), SyncWorld.START);

        SyncReport report = world.run();

        assertThat(report.error()).isNull();
        assertThat(report.created()).isEqualTo(250);
        assertThat(report.behind()).isFalse();
        assertThat(FeedOracle.faults(world)).isEmpty();
    }
}
