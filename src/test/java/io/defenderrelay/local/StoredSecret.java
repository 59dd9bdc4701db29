package io.defenderrelay.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The versions of one secret and which of them the stage labels name; each label names one version. */
final class StoredSecret {
    private static final String CURRENT = "AWSCURRENT";

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> versionByStage = new LinkedHashMap<>();
    private boolean deleted;

    synchronized void put(String version, String value, String stage) {
        requireAlive();
        values.put(version, value);
        move(stage, version);
    }

    /** Moves the label; as in AWS, the version that was current until now becomes the previous one. */
    synchronized void move(String stage, String version) {
        requireAlive();
        String before = versionByStage.put(stage, version);
        if (stage.equals(CURRENT) && before != null && !before.equals(version)) {
            versionByStage.put("AWSPREVIOUS", before);
        }
    }

    synchronized void delete() {
        deleted = true;
    }

    synchronized ObjectNode value(ObjectNode answer, String version, String stage) {
        requireAlive();
        String wanted = version.isEmpty() ? versionByStage.get(stage) : version;
        String value = values.get(wanted);
        if (value == null) {
            throw missing("secret value for staging label: " + stage);
        }
        answer.put("VersionId", wanted).put("SecretString", value);
        versionByStage.forEach((label, named) -> {
            if (named.equals(wanted)) {
                answer.withArray("VersionStages").add(label);
            }
        });
        return answer;
    }

    synchronized ObjectNode describe(ObjectNode answer) {
        versionByStage.forEach((stage, version) ->
                answer.withObject("VersionIdsToStages").withArray(version).add(stage));
        if (deleted) {
            answer.put("DeletedDate", 0);
        }
        return answer;
    }

    static SecretFault missing(String what) {
        return new SecretFault(400, "ResourceNotFoundException", "Secrets Manager can't find the specified " + what);
    }

    private void requireAlive() {
        if (deleted) {
            throw new SecretFault(
                    400,
                    "InvalidRequestException",
                    "You can't perform this operation on the secret because it was marked for deletion.");
        }
    }
}
