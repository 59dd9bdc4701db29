package io.defenderrelay.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.model.UtcTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A response action on a machine, as Defender for Endpoint keeps it. Source: Microsoft Defender for Endpoint, "Machine action
 * resource type".
 *
 * @param type Microsoft's word
 * @param comment that came with its request; empty without one
 * @param failure what Microsoft says went wrong
 * @param sha1 of the file that it is about
 * @param scope such as {@code Full} or {@code Quick}
 */
public record MachineAction(
        String id,
        String type,
        Status status,
        String machineId,
        String comment,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable String failure,
        @Nullable String sha1,
        @Nullable String scope) {

    /** How far it has come. */
    public enum Status {
        PENDING,
        IN_PROGRESS,
        SUCCEEDED,
        FAILED,
        TIMED_OUT,
        CANCELLED,
        /** A word that we do not know: it may go on. */
        OTHER;

        /** Whether it changes no more. */
        public boolean ended() {
            return switch (this) {
                case SUCCEEDED, FAILED, TIMED_OUT, CANCELLED -> true;
                case PENDING, IN_PROGRESS, OTHER -> false;
            };
        }

        static Status parse(@Nullable String word) {
            return switch (word == null ? "" : word) {
                case "Pending" -> PENDING;
                case "InProgress" -> IN_PROGRESS;
                case "Succeeded" -> SUCCEEDED;
                case "Failed" -> FAILED;
                case "TimeOut", "TimedOut" -> TIMED_OUT;
                case "Cancelled", "Canceled" -> CANCELLED;
                default -> OTHER;
            };
        }
    }

    /** Absent members are empty or null; a time has two names on the wire. */
    static MachineAction of(JsonNode json) {
        JsonNode updated = json.path("lastUpdateDateTimeUtc");
        return new MachineAction(
                json.path("id").asText(""),
                json.path("type").asText(""),
                Status.parse(json.path("status").textValue()),
                json.path("machineId").asText(""),
                json.path("requestorComment").asText(""),
                UtcTime.parse(json.path("creationDateTimeUtc").textValue()).orElse(null),
                UtcTime.parse((updated.isTextual() ? updated : json.path("lastUpdateTimeUtc")).textValue())
                        .orElse(null),
                failure(json),
                sha1(json),
                json.path("scope").textValue());
    }

    private static @Nullable String failure(JsonNode json) {
        String said = ErrorText.shown(json.path("troubleshootInfo").asText(""));
        int code = json.path("errorHResult").asInt(0);
        if (code == 0) {
            return said.isEmpty() ? null : said;
        }
        String number = "0x%08X".formatted(code);
        return said.isEmpty() ? "error " + number : said + " (error " + number + ")";
    }

    private static @Nullable String sha1(JsonNode json) {
        JsonNode file = json.path("relatedFileInfo");
        boolean named = "Sha1".equalsIgnoreCase(file.path("fileIdentifierType").asText(""));
        return named
                ? file.path("fileIdentifier").textValue()
                : json.path("sha1").textValue();
    }
}
