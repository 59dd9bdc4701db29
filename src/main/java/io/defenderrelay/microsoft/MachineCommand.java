package io.defenderrelay.microsoft;

import io.defenderrelay.model.ActionKind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One response action on one machine. Source: Microsoft Defender for Endpoint, "Response actions APIs".
 *
 * @param machineId 40 hexadecimal characters
 * @param comment why, for the action centre; it must not be blank
 * @param options members of the request beside the comment, in Microsoft's exact case: {@code IsolationType},
 *     {@code ScanType}, {@code Sha1}
 */
public record MachineCommand(String machineId, Verb verb, String comment, Map<String, String> options) {
    private static final Pattern MACHINE = Pattern.compile("[0-9a-fA-F]{40}");

    public MachineCommand {
        options = Map.copyOf(options);
    }

    /** What can be done to a machine. */
    public enum Verb {
        ISOLATE(ActionKind.ISOLATE_DEVICE, "isolate", "Isolate"),
        UNISOLATE(ActionKind.RELEASE_DEVICE, "unisolate", "Unisolate"),
        SCAN(ActionKind.SCAN_DEVICE, "runAntiVirusScan", "RunAntiVirusScan"),
        RESTRICT(ActionKind.RESTRICT_APP_EXECUTION, "restrictCodeExecution", "RestrictCodeExecution"),
        UNRESTRICT(ActionKind.UNRESTRICT_APP_EXECUTION, "unrestrictCodeExecution", "UnrestrictCodeExecution"),
        STOP_FILE(ActionKind.STOP_AND_QUARANTINE_FILE, "StopAndQuarantineFile", "StopAndQuarantineFile"),
        COLLECT_PACKAGE(
                ActionKind.COLLECT_INVESTIGATION_PACKAGE, "collectInvestigationPackage", "CollectInvestigationPackage"),
        START_INVESTIGATION(ActionKind.START_INVESTIGATION, "startInvestigation", null);

        private final ActionKind kind;
        private final String segment;
        private final @Nullable String actionType;

        Verb(ActionKind kind, String segment, @Nullable String actionType) {
            this.kind = kind;
            this.segment = segment;
            this.actionType = actionType;
        }

        /** The last part of the address that it is posted to. */
        public String segment() {
            return segment;
        }

        /** Microsoft's word for the machine action that comes of it; empty if something else comes of it. */
        public Optional<String> actionType() {
            return Optional.ofNullable(actionType);
        }

        /** The application permission that it needs. */
        public String permission() {
            return kind.permission();
        }

        /** The licences that include it. */
        public String licence() {
            return kind.licence();
        }

        /** The members that its request may have beside the comment. */
        Set<String> known() {
            return switch (this) {
                case ISOLATE -> Set.of("IsolationType");
                case SCAN -> Set.of("ScanType");
                case STOP_FILE -> Set.of("Sha1");
                case UNISOLATE, RESTRICT, UNRESTRICT, COLLECT_PACKAGE, START_INVESTIGATION -> Set.of();
            };
        }
    }

    /** What makes it useless to send, if anything does. */
    Optional<String> fault() {
        if (!MACHINE.matcher(machineId).matches()) {
            return Optional.of("the machine's id must be 40 hexadecimal characters");
        }
        if (comment.isBlank()) {
            return Optional.of("it must have a comment");
        }
        if (!verb.known().containsAll(options.keySet())) {
            return Optional.of("it takes these options alone: " + verb.known());
        }
        if (verb == Verb.STOP_FILE
                && !MACHINE.matcher(options.getOrDefault("Sha1", "")).matches()) {
            return Optional.of("Sha1 must be the SHA-1 hash of the file, 40 hexadecimal characters");
        }
        return Optional.empty();
    }

    /** The option, or what Microsoft should not have to guess. */
    Map<String, String> members() {
        return switch (verb) {
            case ISOLATE -> Map.of("IsolationType", options.getOrDefault("IsolationType", "Full"));
            case SCAN -> Map.of("ScanType", options.getOrDefault("ScanType", "Quick"));
            case STOP_FILE, UNISOLATE, RESTRICT, UNRESTRICT, COLLECT_PACKAGE, START_INVESTIGATION -> options;
        };
    }

    /** For messages: a verb and its object. */
    String tried() {
        String what =
                switch (verb) {
                    case ISOLATE -> "isolate";
                    case UNISOLATE -> "release from isolation";
                    case SCAN -> "scan";
                    case RESTRICT -> "restrict the programs of";
                    case UNRESTRICT -> "lift the restriction of programs of";
                    case STOP_FILE -> "stop and quarantine a file on";
                    case COLLECT_PACKAGE -> "collect an investigation package of";
                    case START_INVESTIGATION -> "start an automated investigation of";
                };
        return what + " machine " + machineId;
    }
}
