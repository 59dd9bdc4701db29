package io.defenderrelay.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.Cut;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.problem.ConfigurationException;
import io.defenderrelay.problem.StoreException;
import io.defenderrelay.tenant.Credential;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

class VaultTest {
    private static final String TENANT = "6f1d2c3b-0000-4000-8000-00000000000a";
    private static final String CLIENT = "6f1d2c3b-0000-4000-8000-00000000000b";
    private static final String CANARY = "canary-7Qx";

    private final String prefix = "relay-" + UUID.randomUUID();
    private final String path = prefix + "/read/acme";
    private final Boundaries reads = Boundaries.countOnly();
    private final InstantSource time = this::now;
    private final Vault vault =
            new Vault(LocalAws.secretsManager(new Cut(reads)), prefix, time.withZone(ZoneOffset.UTC));

    private Instant now = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void credentialCarriesTheVersionOfItsSecret() {
        String version = LocalAws.putSecret(path, secret("first"));

        Credential credential = vault.reader("acme", false);

        assertThat(credential).isInstanceOfSatisfying(Credential.ClientSecret.class, secret -> {
            assertThat(secret.tenantId()).isEqualTo(TENANT);
            assertThat(secret.clientId()).isEqualTo(CLIENT);
            assertThat(secret.secret().reveal()).isEqualTo("first");
            assertThat(secret.version()).isEqualTo(version);
        });
    }

    @Test
    void credentialIsReadAgainAfterFiveMinutes() {
        LocalAws.putSecret(path, secret("first"));
        vault.reader("acme", false);
        LocalAws.putSecret(path, secret("second"));

        pass(Duration.ofSeconds(299));
        String early = value(false);
        pass(Duration.ofSeconds(1));
        String late = value(false);

        assertThat(early).isEqualTo("first");
        assertThat(late).isEqualTo("second");
        assertThat(reads.count()).isEqualTo(2);
    }

    @Test
    void freshReadSeesARotationAtOnce() {
        LocalAws.putSecret(path, secret("first"));
        vault.reader("acme", false);
        LocalAws.putSecret(path, secret("second"));

        assertThat(value(true)).isEqualTo("second");
        assertThat(value(false)).isEqualTo("second");
    }

    @Test
    void freshReadsInALoopReachTheServiceOnceInFiveSeconds() {
        LocalAws.putSecret(path, secret("first"));
        vault.reader("acme", false);

        vault.reader("acme", true);
        vault.reader("acme", true);
        vault.reader("acme", true);
        int early = reads.count();
        pass(Duration.ofSeconds(5));
        vault.reader("acme", true);

        assertThat(early).isEqualTo(2);
        assertThat(reads.count()).isEqualTo(3);
    }

    @Test
    void versionThatARotationStillTestsIsNotRead() {
        LocalAws.putSecret(path, secret("first"));
        LocalAws.addVersion(path, secret("pending"), "AWSPENDING");

        assertThat(value(true)).isEqualTo("first");
    }

    @Test
    void tenantsDoNotShareACredential() {
        LocalAws.putSecret(path, secret("ours"));
        LocalAws.putSecret(prefix + "/read/other", secret("theirs"));

        vault.reader("other", false);

        assertThat(value(false)).isEqualTo("ours");
    }

    @Test
    void membersWeDoNotKnowAreLeftAlone() {
        LocalAws.putSecret(path, secret("first").replace("{", "{\"expires\": \"2027-01-01\", "));

        assertThat(value(false)).isEqualTo("first");
    }

    @Test
    void missingSecretIsNamedWithWhatToStore() {
        assertThatThrownBy(() -> vault.reader("acme", false))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(path)
                .hasMessageContaining("create it with {\"tenantId\"");
    }

    @Test
    void deletedSecretIsSaidToBeDeleted() {
        LocalAws.putSecret(path, secret("first"));
        try (SecretsManagerClient client = LocalAws.secretsManager()) {
            client.deleteSecret(request -> request.secretId(path));
        }

        assertThatThrownBy(() -> vault.reader("acme", false))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(path)
                .hasMessageContaining("marked for deletion");
    }

    @ParameterizedTest
    @CsvSource({"AccessDeniedException, secretsmanager:GetSecretValue", "DecryptionFailure, kms:Decrypt"})
    void refusedReadNamesThePermission(String fault, String permission) {
        LocalAws.putSecret(path, secret("first"));
        LocalAws.failSecret(path, fault);

        assertThatThrownBy(() -> vault.reader("acme", false))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(path)
                .hasMessageContaining(permission);
    }

    @Test
    void failingServiceIsNotAFaultOfTheConfiguration() {
        LocalAws.putSecret(path, secret("first"));
        LocalAws.failSecret(path, "500");

        assertThatThrownBy(() -> vault.reader("acme", false))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json canary-7Qx | not valid JSON",
                "{\"clientSecret\": canary-7Qx} | not valid JSON (line 1)",
                "{\"clientSecret\": \"canary-7Qx\", \"clientSecret\": \"x\"} | not valid JSON",
                "[\"canary-7Qx\"] | not a JSON object",
                "{\"tenantId\": \"canary-7Qx\", \"clientId\": \"C\", \"clientSecret\": \"s\"} | tenantId that is not a GUID",
                "{\"tenantId\": \"T\", \"clientId\": \"canary-7Qx\", \"clientSecret\": \"s\"} | clientId that is not a GUID",
                "{\"tenantId\": \"T\", \"clientId\": \"C\"} | no text 'clientSecret'",
                "{\"tenantId\": \"T\", \"clientId\": \"C\", \"clientSecret\": \" \"} | no text 'clientSecret'",
                "{\"tenantId\": \"T\", \"clientId\": \"C\", \"clientSecret\": 7} | no text 'clientSecret'",
                "{\"tenantId\": \"T\", \"clientId\": \"C\", \"clientSecret\": \"C\"} | paste the secret Value",
                "{\"tenantId\": \"T\", \"clientId\": \"C\", \"clientSecret\": \"canary-7Qx \"} | contains blanks",
                "{\"tenantId\": \"T\", \"clientId\": \"C\", \"certificate\": {}} | certificate, which is not supported yet",
                "{\"tenantId\": \"T\", \"clientId\": \"C\", \"federated\": {}} | federated, which is not supported yet",
                "{\"clientSecret\": \"canary-7Qx\", \"certificate\": {}} | clientSecret and certificate"
            })
    void unusableSecretIsRefusedWithoutShowingIt(String json, String advice) {
        LocalAws.putSecret(path, json.replace("\"T\"", quoted(TENANT)).replace("\"C\"", quoted(CLIENT)));

        Throwable refusal = catchThrowable(() -> vault.reader("acme", false));

        assertThat(refusal)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(path)
                .hasMessageContaining(advice);
        assertThat(everythingOf(refusal)).doesNotContain(CANARY);
    }

    @ParameterizedTest
    @ValueSource(ints = {513, 60_000})
    void overlongSecretIsRefused(int length) {
        LocalAws.putSecret(path, secret("x".repeat(length)));

        assertThatThrownBy(() -> vault.reader("acme", false)).hasMessageContaining("too long");
    }

    private String value(boolean fresh) {
        return ((Credential.ClientSecret) vault.reader("acme", fresh)).secret().reveal();
    }

    private Instant now() {
        return now;
    }

    private void pass(Duration duration) {
        now = now.plus(duration);
    }

    private static String secret(String value) {
        return "{\"tenantId\": %s, \"clientId\": %s, \"clientSecret\": %s}"
                .formatted(quoted(TENANT), quoted(CLIENT), quoted(value));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static String everythingOf(Throwable fault) {
        StringWriter text = new StringWriter();
        fault.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void applicationThatActsHasASecretOfItsOwn() {
        LocalAws.putSecret(path, secret("reads"));
        LocalAws.putSecret(prefix + "/act/acme", secret("acts"));

        Credential reader = vault.reader("acme", false);
        Credential responder = vault.responder("acme", false);

        assertThat(((Credential.ClientSecret) reader).secret().reveal()).isEqualTo("reads");
        assertThat(((Credential.ClientSecret) responder).secret().reveal()).isEqualTo("acts");
        assertThat(vault.responder("acme", false)).isSameAs(responder);
    }
}
