package io.defenderrelay.tenant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.defenderrelay.model.Secret;
import io.defenderrelay.problem.ConfigurationException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of a stored secret, as people write it. Members we do not know are left alone, so that a team may keep notes
 * such as an expiry date there; but of the kinds of credential exactly one must be present. What is wrong is said by
 * member and place, never by content.
 */
public final class CredentialJson {
    /** What a whole secret looks like. */
    public static final String SHAPE =
            "{\"tenantId\": \"<GUID>\", \"clientId\": \"<GUID>\", \"clientSecret\": \"<value>\"}";

    private static final List<String> KINDS = List.of("clientSecret", "certificate", "federated");
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern BLANK = Pattern.compile("[\\s\\p{Cntrl}]");
    /** Entra makes secrets of 40 characters; this leaves room and still refuses a pasted file. */
    private static final int LONGEST = 512;

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String path;
    private final JsonNode members;

    private CredentialJson(String path, JsonNode members) {
        this.path = path;
        this.members = members;
    }

    /**
     * The credential the text holds.
     *
     * @param path the secret's name, for messages
     * @param json null when the secret is binary
     */
    public static Credential read(String path, @Nullable String json, String version) {
        if (json == null) {
            throw new ConfigurationException("Secret '" + path + "' is binary; store it as text: " + SHAPE);
        }
        return new CredentialJson(path, parse(path, json)).credential(version);
    }

    private static JsonNode parse(String path, String json) {
        try {
            JsonNode members = JSON.readTree(json);
            if (members.isObject()) {
                return members;
            }
        } catch (JsonProcessingException fault) {
            // Not kept as the cause: its message quotes what it stumbled over.
            int line = fault.getLocation() == null ? 1 : fault.getLocation().getLineNr();
            throw new ConfigurationException(
                    "Secret '" + path + "' is not valid JSON (line " + line + "); store it as " + SHAPE);
        }
        throw new ConfigurationException("Secret '" + path + "' is not a JSON object; store it as " + SHAPE);
    }

    private Credential credential(String version) {
        List<String> kinds = KINDS.stream().filter(members::hasNonNull).toList();
        if (kinds.size() > 1) {
            throw wrong("has " + String.join(" and ", kinds) + "; leave only the one to sign in with");
        }
        if (kinds.contains("certificate") || kinds.contains("federated")) {
            throw wrong("signs in by " + kinds.get(0) + ", which is not supported yet; use clientSecret");
        }
        return new Credential.ClientSecret(guid("tenantId"), guid("clientId"), secret(), version);
    }

    private String guid(String member) {
        String value = text(member).strip();
        if (!GUID.matcher(value).matches()) {
            throw wrong("has a " + member + " that is not a GUID; copy it from the app registration's overview");
        }
        return value.toLowerCase(Locale.ROOT);
    }

    private Secret secret() {
        String value = text("clientSecret");
        if (GUID.matcher(value.strip()).matches()) {
            throw wrong("has a GUID as clientSecret: this looks like the Secret ID; paste the secret Value");
        }
        if (value.length() > LONGEST || BLANK.matcher(value).find()) {
            throw wrong("has a clientSecret that is too long or contains blanks; paste the secret Value alone");
        }
        return new Secret(value);
    }

    private String text(String member) {
        String value = members.path(member).textValue();
        if (value == null || value.isBlank()) {
            throw wrong("has no text '" + member + "'; store it as " + SHAPE);
        }
        return value;
    }

    private ConfigurationException wrong(String what) {
        return new ConfigurationException("Secret '" + path + "' " + what);
    }
}
