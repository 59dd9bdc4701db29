package io.defenderrelay.tenant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.model.Cloud;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.problem.InvalidRequestException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON in which a team writes a tenant's settings. Anything it does not know or cannot use is refused with the
 * member's name and what would do; the value itself is never repeated.
 */
public final class SettingsReader {
    private static final int LARGEST = 65_536;
    private static final int MOST_WORDS = 64;
    private static final int DEFAULT_RETENTION_DAYS = 90;
    static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]{1,64}");
    private static final Set<String> SEVERITIES = Set.of("unknown", "informational", "low", "medium", "high");

    private final ObjectMapper json = new ObjectMapper(JsonFactory.builder()
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Checks everything; throws {@link InvalidRequestException} for the first member that is wrong. */
    public TenantSettings read(String text) {
        JsonNode root = parse(text);
        known(
                root,
                "settings",
                Set.of("displayName", "tenantId", "cloud", "sync", "hunting", "remediation", "retentionDays"));
        String tenantId = text(root, "", "tenantId", 36);
        if (tenantId == null || !GUID.matcher(tenantId).matches()) {
            throw refused("tenantId", "must be the GUID of the Entra tenant");
        }
        String displayName = text(root, "", "displayName", 100);
        String cloudWord = text(root, "", "cloud", 20);
        Cloud cloud = cloudWord == null
                ? Cloud.GLOBAL
                : Cloud.parse(cloudWord)
                        .orElseThrow(() -> refused("cloud", "must be one of global, gcc, gcc-high, dod"));
        Duration retention = Duration.ofDays(wholeNumber(root, "retentionDays", DEFAULT_RETENTION_DAYS));
        return new TenantSettings(
                displayName == null ? "" : displayName,
                tenantId.toLowerCase(Locale.ROOT),
                cloud,
                sync(root.path("sync")),
                hunting(root.path("hunting")),
                RemediationReader.read(root.path("remediation")),
                retention);
    }

    private static boolean hunting(JsonNode hunting) {
        if (hunting.isMissingNode()) {
            return true;
        }
        known(hunting, "hunting", Set.of("enabled"));
        return flag(hunting, "hunting.", "enabled", true);
    }

    private TenantSettings.Sync sync(JsonNode sync) {
        if (sync.isMissingNode()) {
            return new TenantSettings.Sync(true, true, Set.of(), Set.of(), null);
        }
        known(sync, "sync", Set.of("alerts", "incidents", "serviceSources", "severities", "startFrom"));
        Set<String> severities = words(sync, "severities");
        if (!SEVERITIES.containsAll(severities)) {
            throw refused("sync.severities", "may hold unknown, informational, low, medium and high");
        }
        String start = text(sync, "sync.", "startFrom", 40);
        @Nullable
        Instant startFrom = start == null
                ? null
                : UtcTime.parse(start)
                        .orElseThrow(() -> refused("sync.startFrom", "must be a time such as 2026-09-01T00:00:00Z"));
        return new TenantSettings.Sync(
                flag(sync, "sync.", "alerts", true),
                flag(sync, "sync.", "incidents", true),
                words(sync, "serviceSources"),
                severities,
                startFrom);
    }

    private JsonNode parse(String text) {
        if (text.length() > LARGEST) {
            throw refused("settings", "must be smaller than 64 KB");
        }
        try {
            return json.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw refused("settings", "must be one JSON object without double members");
        }
    }

    static void known(JsonNode node, String field, Set<String> names) {
        if (!node.isObject()) {
            throw refused(field, "must be a JSON object");
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                String shown = WORD.matcher(name).matches() ? name : "(unprintable)";
                throw refused(
                        field,
                        "has the unknown member '" + shown + "'; known are "
                                + String.join(", ", names.stream().sorted().toList()));
            }
        });
    }

    private static @Nullable String text(JsonNode node, String prefix, String name, int longest) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()
                || value.textValue().length() > longest
                || value.textValue().chars().anyMatch(Character::isISOControl)) {
            throw refused(prefix + name, "must be a text of at most " + longest + " characters");
        }
        return value.textValue();
    }

    static boolean flag(JsonNode node, String prefix, String name, boolean fallback) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return fallback;
        }
        if (!value.isBoolean()) {
            throw refused(prefix + name, "must be true or false");
        }
        return value.booleanValue();
    }

    private static int wholeNumber(JsonNode node, String name, int fallback) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return fallback;
        }
        if (!value.isInt() || value.intValue() < 1 || value.intValue() > 365) {
            throw refused(name, "must be a whole number of days from 1 to 365");
        }
        return value.intValue();
    }

    private static Set<String> words(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return Set.of();
        }
        Set<String> words = new LinkedHashSet<>();
        value.forEach(word -> words.add(word.isTextual() ? word.textValue() : ""));
        boolean plain = words.stream().allMatch(word -> WORD.matcher(word).matches());
        if (!value.isArray() || words.size() > MOST_WORDS || !plain) {
            throw refused("sync." + name, "must be a list of at most " + MOST_WORDS + " of Microsoft's words");
        }
        return words;
    }

    static InvalidRequestException refused(String field, String what) {
        return new InvalidRequestException(field, "Setting '" + field + "' " + what);
    }
}
