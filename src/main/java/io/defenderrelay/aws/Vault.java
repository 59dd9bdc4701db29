package io.defenderrelay.aws;

import io.defenderrelay.problem.ConfigurationException;
import io.defenderrelay.tenant.Credential;
import io.defenderrelay.tenant.CredentialJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DecryptionFailureException;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * The tenants' credentials in Secrets Manager, read when used and kept in memory for five minutes. Only the version in
 * force (AWSCURRENT) is ever read: a version that a rotation is still testing is nobody's credential.
 */
public final class Vault {
    private static final Duration KEPT = Duration.ofMinutes(5);
    /** For so long a fresh read that found nothing new is believed: Microsoft refusing in a loop must not read in a loop. */
    private static final Duration SETTLING = Duration.ofSeconds(5);

    private final SecretsManagerClient client;
    private final String prefix;
    private final Clock clock;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    /**
     * A vault over the secrets of one deployment.
     *
     * @param prefix what the names of all the relay's secrets start with, without a slash at its end
     */
    public Vault(SecretsManagerClient client, String prefix, Clock clock) {
        this.client = client;
        this.prefix = prefix;
        this.clock = clock;
    }

    /**
     * The credential of the tenant's reading application.
     *
     * @param fresh reads past the memory, for when Microsoft refused the credential kept there
     * @throws ConfigurationException when the secret cannot be read or used until a person corrects something
     */
    public Credential reader(String alias, boolean fresh) {
        return credential(prefix + "/read/" + alias, fresh);
    }

    /** As {@link #reader}, of the application that acts on the tenant. */
    public Credential responder(String alias, boolean fresh) {
        return credential(prefix + "/act/" + alias, fresh);
    }

    private Credential credential(String path, boolean fresh) {
        Instant now = clock.instant();
        Kept last = kept.get(path);
        if (last != null && last.serves(fresh, now)) {
            return last.credential();
        }
        GetSecretValueResponse secret = read(path);
        Credential credential = CredentialJson.read(path, secret.secretString(), secret.versionId());
        boolean confirmed = last != null && last.credential().version().equals(credential.version());
        kept.put(path, new Kept(credential, now, confirmed));
        return credential;
    }

    private GetSecretValueResponse read(String path) {
        try {
            return client.getSecretValue(request -> request.secretId(path).versionStage("AWSCURRENT"));
        } catch (ResourceNotFoundException fault) {
            throw new ConfigurationException(
                    "There is no secret '" + path + "', or it has no value yet; create it with " + CredentialJson.SHAPE,
                    fault);
        } catch (InvalidRequestException fault) {
            throw new ConfigurationException(
                    "Secret '" + path + "' is marked for deletion; restore it, or remove the tenant", fault);
        } catch (DecryptionFailureException fault) {
            throw new ConfigurationException(
                    "Secret '" + path + "' could not be decrypted; grant kms:Decrypt on its key to the function's role",
                    fault);
        } catch (SdkException fault) {
            String tried = "read secret '" + path + "'";
            if (Faults.denied(fault)) {
                throw new ConfigurationException(
                        "Could not " + tried + ": AWS refused access; grant secretsmanager:GetSecretValue on it, and"
                                + " kms:Decrypt on its key, to the function's role",
                        fault);
            }
            throw Faults.store(tried, "secretsmanager:GetSecretValue", "there is no such secret", fault);
        }
    }

    /** @param confirmed whether the read found the version that the one before it had found */
    private record Kept(Credential credential, Instant readAt, boolean confirmed) {
        boolean serves(boolean fresh, Instant now) {
            return now.isBefore(readAt.plus(fresh ? SETTLING : KEPT)) && (confirmed || !fresh);
        }
    }
}
