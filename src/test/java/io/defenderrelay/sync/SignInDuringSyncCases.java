package io.defenderrelay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.aws.Vault;
import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.problem.ConfigurationException;
import io.defenderrelay.problem.PermissionException;
import io.defenderrelay.problem.SignInException;
import io.defenderrelay.simulated.Call;
import io.defenderrelay.simulated.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens, secrets and permissions that end or change while alerts are read. */
abstract class SignInDuringSyncCases extends SimulatedSync {

    @Test
    void tokenRefusedBetweenPagesIsRenewedOnceAndTheSamePageReadAgain() {
        world.pageSize(10).add(60, START.minus(Duration.ofDays(1)), START);
        microsoft.faults().unauthorized().onCall(4);

        SyncReport report = world.run();

        List<String> urls = microsoft.listCalls().stream().map(Call::url).toList();
        assertThat(report.error()).isNull();
        assertThat(microsoft.tokenCalls()).hasSize(2);
        assertThat(urls.get(4)).isEqualTo(urls.get(3));
        assertThat(urls.stream().distinct()).hasSize(urls.size() - 1);
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void tokensRevokedMidRunAreReplacedOnce() {
        world.pageSize(10).add(60, START.minus(Duration.ofDays(1)), START);

        SyncReport report = world.run(Boundaries.freezeBefore(15, microsoft::revokeTokens));

        assertThat(report.error()).isNull();
        assertThat(microsoft.tokenCalls()).hasSize(2);
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void tokenThatEndsDuringTheRunIsRenewedBeforeItDoes() {
        sixtyAlertsOfToday();
        microsoft.signIn().tokensLast(Duration.ofMinutes(6));
        microsoft.faults().throttle("70").onCall(3).when(call -> {
            microsoft.signIn().tokensLast(Duration.ofHours(1));
            return true;
        });

        SyncReport report = world.run();

        assertThat(report.error()).isNull();
        assertThat(microsoft.tokenCalls()).hasSize(2);
        assertThat(microsoft.listCalls()).noneMatch(call -> call.status() == 401);
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void freshTokenRefusedTooIsASignInProblemProbedEveryQuarterOfAnHour() {
        addRecord("alert", START.minusSeconds(60));
        microsoft.faults().unauthorized();

        SyncReport report = world.run();

        assertThat(report.error()).isInstanceOf(SignInException.class).hasMessageContaining("(401)");
        assertThat(microsoft.listCalls()).hasSize(2);
        assertThat(microsoft.tokenCalls()).hasSize(2);
        assertProbing();
    }

    @Test
    void permissionTakenAwayIsNamedAndProbedEveryQuarterOfAnHour() {
        addRecord("alert", START.minusSeconds(60));
        microsoft.revoke(world.permission());

        SyncReport report = world.run();

        assertThat(report.error()).isInstanceOf(PermissionException.class);
        assertThat(Objects.requireNonNull(world.cursor().lastError()).message()).contains(world.permission());
        assertThat(microsoft.listCalls()).hasSize(1);
        microsoft.grant(world.permission());
        assertProbing();
    }

    @Test
    void permissionTakenAwayMidRunLosesNothing() {
        world.pageSize(10).add(60, START.minus(Duration.ofDays(1)), START);
        microsoft
                .faults()
                .answer(403, "application/json", "{\"error\":{\"code\":\"Forbidden\",\"message\":\"\"}}")
                .onCall(4);

        SyncReport report = world.run();

        assertThat(report.error()).isInstanceOf(PermissionException.class);
        assertThat(report.created()).isEqualTo(30);
        pass(Duration.ofMinutes(15));
        assertThat(faultsWhenIdle()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "7000215, secret",
        "7000222, expired",
        "700016, application",
        "90002, tenant",
        "7000112, disabled",
        "65001, consent",
        "500011, licence"
    })
    void refusedSignInSaysWhatToDoAndIsProbedEveryQuarterOfAnHour(int aadsts, String word) {
        addRecord("alert", START.minusSeconds(60));
        microsoft.failSignIn(aadsts);

        SyncReport report = world.run();

        assertThat(report.error()).isInstanceOf(SignInException.class).hasMessageContaining(word);
        assertThat(Objects.requireNonNull(world.cursor().lastError()).message())
                .doesNotContain(microsoft.clientSecret());
        assertThat(microsoft.listCalls()).isEmpty();
        assertThat(microsoft.tokenCalls()).hasSizeLessThanOrEqualTo(2);
        microsoft.restoreSignIn();
        assertProbing();
    }

    @Test
    void tokenEndpointThatThrottlesIsWaitedFor() {
        addRecord("alert", START.minusSeconds(60));
        microsoft.faults().throttle("20").on(Target.SIGN_IN).times(1);

        SyncReport report = world.run();

        assertThat(report.error()).isNull();
        assertThat(report.created()).isEqualTo(1);
        assertThat(microsoft.tokenCalls()).hasSize(2);
        assertThat(world.clock.instant()).isAfterOrEqualTo(START.plusSeconds(20));
    }

    @Test
    void heldTokenIsUsedOnThoughItsRenewalIsThrottled() {
        sixtyAlertsOfToday();
        microsoft.signIn().tokensLast(Duration.ofMinutes(6));
        microsoft.faults().throttle("70").onCall(3);
        microsoft.faults().throttle("3600").on(Target.SIGN_IN).when(call -> call.number() > 1);

        SyncReport report = world.run();

        assertThat(report.error()).isNull();
        assertThat(FeedOracle.faults(world)).isEmpty();
        assertThat(microsoft.tokenCalls()).hasSizeBetween(2, 3);
    }

    @Test
    void secretRotatedMidRunIsReadAnewAndTheRunGoesOn() {
        Vault vault = vault();
        world.credentials(fresh -> vault.reader(world.alias, fresh));
        world.pageSize(10).add(60, START.minus(Duration.ofDays(1)), START);
        store(microsoft.clientSecret());

        SyncReport report = world.run(Boundaries.freezeBefore(15, () -> {
            store(microsoft.rotateSecret());
            microsoft.revokeTokens();
            pass(Duration.ofSeconds(10));
        }));

        assertThat(report.error()).isNull();
        assertThat(microsoft.tokenCalls()).hasSize(3);
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void secretThatARotationStillTestsIsNobodysCredential() {
        Vault vault = vault();
        world.credentials(fresh -> vault.reader(world.alias, fresh));
        store(microsoft.clientSecret());
        LocalAws.addVersion("defender-relay/read/" + world.alias, json("not-in-force-yet"), "AWSPENDING");
        microsoft.rotateSecret();

        SyncReport report = world.run();

        assertThat(report.error()).isInstanceOf(SignInException.class);
        assertThat(microsoft.tokenCalls()).hasSize(1);
    }

    @Test
    void oldTokenServesThoughTheSecretWasRotated() {
        world.pageSize(10).add(60, START.minus(Duration.ofDays(1)), START);

        SyncReport report = world.run(Boundaries.freezeBefore(15, microsoft::rotateSecret));

        assertThat(report.error()).isNull();
        assertThat(microsoft.tokenCalls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"tenantId\":\"x\"}", "plain text"})
    void malformedSecretIsNamedAndCausesNoStorm(String text) {
        Vault vault = vault();
        world.credentials(fresh -> vault.reader(world.alias, fresh));
        LocalAws.putSecret("defender-relay/read/" + world.alias, text);

        SyncReport report = world.run();

        assertThat(report.error())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("defender-relay/read/" + world.alias);
        assertThat(microsoft.calls()).isEmpty();
        assertThat(world.run().held()).isTrue();
        store(microsoft.clientSecret());
        pass(Duration.ofMinutes(15));
        assertThat(world.run().error()).isNull();
    }

    @Test
    void absentSecretIsNamedAndCausesNoStorm() {
        Vault vault = vault();
        world.credentials(fresh -> vault.reader(world.alias, fresh));

        SyncReport report = world.run();

        assertThat(report.error())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("There is no secret 'defender-relay/read/" + world.alias);
        assertThat(microsoft.calls()).isEmpty();
        assertThat(world.run().held()).isTrue();
    }

    /** No call for a quarter of an hour; then one that finds all well. */
    private void assertProbing() {
        microsoft.resetCalls();
        pass(Duration.ofMinutes(14));
        assertThat(world.run().held()).isTrue();
        assertThat(microsoft.calls()).isEmpty();
        microsoft.faults().clear();
        pass(Duration.ofMinutes(1));
        assertThat(world.run().created()).isEqualTo(1);
        assertThat(world.cursor().lastError()).isNull();
    }

    /** msal4j counts a token's life by the machine's clock, so the world's must show the same time. */
    private void sixtyAlertsOfToday() {
        pass(Duration.between(world.clock.instant(), Instant.now()));
        world.settings("\"alerts\":true");
        world.pageSize(10).add(60, world.clock.instant().minus(Duration.ofDays(1)), world.clock.instant());
    }

    private Vault vault() {
        return new Vault(LocalAws.secretsManager(), "defender-relay", world.clock);
    }

    private void store(String secret) {
        LocalAws.putSecret("defender-relay/read/" + world.alias, json(secret));
    }

    private static String json(String secret) {
        return "{\"tenantId\":\"" + microsoft.tenantId() + "\",\"clientId\":\"" + microsoft.clientId()
                + "\",\"clientSecret\":\"" + secret + "\"}";
    }
}
