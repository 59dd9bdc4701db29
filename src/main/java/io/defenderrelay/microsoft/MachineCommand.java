package io.defenderrelay.microsoft;

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
    private static final String OTHER_PLANS =
            "Defender for Endpoint Plan 1 and Defender for Business do not include it";

    public MachineCommand {
        options = Map.copyOf(options);
    }

    /** What can be done to a machine. */
    public enum Verb {
        ISOLATE("isolate", "Isolate", "Machine.Isolate", "every plan of Defender for Endpoint includes it"),
        UNISOLATE("unisolate", "Unisolate", "Machine.Isolate", "every plan of Defender for Endpoint includes it"),
        SCAN("runAntiVirusScan", "RunAntiVirusScan", "Machine.Scan", "every plan of Defender for Endpoint includes it"),
        RESTRICT("restrictCodeExecution", "RestrictCodeExecution", "Machine.RestrictExecution", OTHER_PLANS),
        UNRESTRICT("unrestrictCodeExecution", "UnrestrictCodeExecution", "Machine.RestrictExecution", OTHER_PLANS),
        STOP_FILE(
                "StopAndQuarantineFile",
                "StopAndQuarantineFile",
                "Machine.StopAndQuarantine",
                "Defender for Business does not include it"),
        COLLECT_PACKAGE(
                "collectInvestigationPackage",
                "CollectInvestigationPackage",
                "Machine.CollectForensics",
                "Defender for Endpoint Plan 1 does not include it"),
        START_INVESTIGATION("startInvestigation", null, "Alert.ReadWrite.All", OTHER_PLANS);

        private final String segment;
        private final @Nullable String actionType;
        private final String permission;
        private final String licenceNote;

        Verb(String segment, @Nullable String actionType, String permission, String licenceNote) {
            this.segment = segment;
            this.actionType = actionType;
            this.permission = permission;
            this.licenceNote = licenceNote;
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
            return permission;
        }

        /** Which plans include it, as the end of a sentence. */
        public String licenceNote() {
            return licenceNote;
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
