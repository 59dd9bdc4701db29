package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The actions that can be asked for on a device. Source: Defender for Endpoint API, the page of each action. */
enum ActionKind {
    ISOLATE("isolate", "Isolate", "Machine.Isolate", Platforms.ALL, "IsolationType"),
    UNISOLATE("unisolate", "Unisolate", "Machine.Isolate", Platforms.ALL, null),
    SCAN("runAntiVirusScan", "RunAntiVirusScan", "Machine.Scan", Platforms.ALL, "ScanType"),
    RESTRICT(
            "restrictCodeExecution",
            "RestrictCodeExecution",
            "Machine.RestrictExecution",
            Platforms.NEWER_WINDOWS,
            null),
    UNRESTRICT(
            "unrestrictCodeExecution",
            "UnrestrictCodeExecution",
            "Machine.RestrictExecution",
            Platforms.NEWER_WINDOWS,
            null),
    QUARANTINE(
            "StopAndQuarantineFile", "StopAndQuarantineFile", "Machine.StopAndQuarantine", Platforms.WINDOWS, "Sha1"),
    COLLECT(
            "collectInvestigationPackage",
            "CollectInvestigationPackage",
            "Machine.CollectForensics",
            Platforms.WINDOWS,
            null),
    INVESTIGATE("startInvestigation", "StartInvestigation", "Alert.ReadWrite.All", Platforms.NEWER_WINDOWS, null);

    private final String path;
    private final String type;
    private final String role;
    private final String platforms;
    private final @Nullable String parameter;

    ActionKind(String path, String type, String role, String platforms, @Nullable String parameter) {
        this.path = path;
        this.type = type;
        this.role = role;
        this.platforms = platforms;
        this.parameter = parameter;
    }

    private static final class Platforms {
        static final String NEWER_WINDOWS = "Windows1[01]|WindowsServer20(19|22|25)";
        static final String WINDOWS = NEWER_WINDOWS + "|WindowsServer20(12R2|16)";
        static final String ALL = WINDOWS + "|Linux|macOS";
    }

    String path() {
        return path;
    }

    String type() {
        return type;
    }

    String role() {
        return role;
    }

    /** Reads the body; names count with their case. */
    Order order(ObjectNode body) {
        for (String name : (Iterable<String>) body::fieldNames) {
            if (!name.equals("Comment") && !name.equals(parameter)) {
                throw Api.DEFENDER.unreadable();
            }
        }
        String comment = required(body, "Comment");
        if (parameter == null) {
            return new Order(type, comment, null, null);
        }
        boolean optional = this == ISOLATE && !body.has(parameter);
        String value = optional ? "Full" : required(body, parameter);
        boolean sha1 = this == QUARANTINE;
        if (!Pattern.matches(form(), value)) {
            throw new InvalidQuery(sha1 ? "InvalidHashValue" : "InvalidInput", parameter + " is invalid: " + value);
        }
        return new Order(type, comment, sha1 ? null : value, sha1 ? value : null);
    }

    /** Whether it can be done on such a device. */
    boolean fits(String platform, Order order) {
        return Pattern.matches(platforms, platform) && !(platform.equals("Linux") && "Selective".equals(order.scope()));
    }

    private String form() {
        return switch (this) {
            case ISOLATE -> "Full|Selective|UnManagedDevice";
            case SCAN -> "Quick|Full";
            default -> "[0-9a-fA-F]{40}";
        };
    }

    private static String required(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull() || value.asText().isBlank()) {
            throw new InvalidQuery("MissingRequiredParameter", "Required parameter '" + name + "' is missing");
        }
        if (!value.isTextual()) {
            throw Api.DEFENDER.unreadable();
        }
        return value.textValue();
    }

    /** What a body asks for. */
    record Order(
            String type,
            String comment,
            @Nullable String scope,
            @Nullable String sha1) {}
}
