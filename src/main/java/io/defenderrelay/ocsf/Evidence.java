package io.defenderrelay.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One piece of evidence on its way to an event. What its kind has an attribute for moves there; all the rest, and all of a
 * kind that has none or is not known, is its {@code data}.
 */
final class Evidence {
    private static final int AFFECTED = 3;
    private static final int ACTOR = 2;
    private static final int TARGET = 1;
    private static final int RELATED = 4;
    private static final Map<String, Consumer<Evidence>> KINDS = Map.ofEntries(
            Map.entry("deviceEvidence", DeviceEvidence::map),
            Map.entry("processEvidence", FileEvidence::mapProcess),
            Map.entry("fileEvidence", FileEvidence::map),
            Map.entry("registryKeyEvidence", RegistryEvidence::mapKey),
            Map.entry("registryValueEvidence", RegistryEvidence::mapValue),
            Map.entry("userEvidence", UserEvidence::map),
            Map.entry("mailboxEvidence", UserEvidence::mapMailbox),
            Map.entry("cloudLogonSessionEvidence", UserEvidence::mapSession),
            Map.entry("securityGroupEvidence", CloudEvidence::mapGroup),
            Map.entry("ipEvidence", NetworkEvidence::mapIp),
            Map.entry("urlEvidence", NetworkEvidence::mapUrl),
            Map.entry("analyzedMessageEvidence", MailEvidence::map),
            Map.entry("mailClusterEvidence", MailEvidence::mapCluster),
            Map.entry("cloudApplicationEvidence", CloudEvidence::mapApplication),
            Map.entry("oauthApplicationEvidence", CloudEvidence::mapApplication),
            Map.entry("servicePrincipalEvidence", CloudEvidence::mapApplication),
            Map.entry("azureResourceEvidence", CloudEvidence::mapResource),
            Map.entry("amazonResourceEvidence", CloudEvidence::mapResource),
            Map.entry("googleCloudResourceEvidence", CloudEvidence::mapResource),
            Map.entry("blobContainerEvidence", CloudEvidence::mapResource),
            Map.entry("blobEvidence", CloudEvidence::mapResource),
            Map.entry("containerEvidence", CloudEvidence::mapContainer),
            Map.entry("containerImageEvidence", CloudEvidence::mapResource),
            Map.entry("containerRegistryEvidence", CloudEvidence::mapResource),
            Map.entry("kubernetesClusterEvidence", CloudEvidence::mapResource),
            Map.entry("kubernetesControllerEvidence", CloudEvidence::mapResource),
            Map.entry("kubernetesNamespaceEvidence", CloudEvidence::mapResource),
            Map.entry("kubernetesPodEvidence", CloudEvidence::mapResource),
            Map.entry("kubernetesSecretEvidence", CloudEvidence::mapResource),
            Map.entry("kubernetesServiceAccountEvidence", CloudEvidence::mapResource),
            Map.entry("kubernetesServiceEvidence", CloudEvidence::mapResource));

    final Members source;
    final String kind;
    final ObjectNode entry = Typed.object();
    final Observables observables;
    final List<String> roles;
    private @Nullable ObjectNode resource;

    Evidence(ObjectNode source, Observables observables) {
        this.source = new Members(source);
        this.observables = observables;
        String type = this.source.look("@odata.type");
        this.kind = type == null ? "" : type.substring(type.lastIndexOf('.') + 1);
        this.roles = this.source.texts("roles");
    }

    /** Maps it; the entry is never without one of the members that OCSF asks for. */
    ObjectNode map() {
        Typed.put(entry, "name", source.look("@odata.type"));
        String verdict = source.look("verdict");
        entry.put("verdict_id", Words.evidenceVerdict(verdict));
        Typed.put(entry, "verdict", verdict);
        KINDS.getOrDefault(kind, unknown -> {}).accept(this);
        if (entry.has("name")) {
            source.remove("@odata.type");
        }
        if (entry.has("verdict")) {
            source.remove("verdict");
        }
        ObjectNode data = source.rest();
        if (data.isEmpty() && !hasObject()) {
            data.put("@odata.type", kind);
        }
        Typed.set(entry, "data", data);
        return entry;
    }

    /** Makes it a resource of the finding, in the part it plays. */
    void resource(@Nullable String uid, @Nullable String name, String type) {
        if (uid == null && name == null) {
            return;
        }
        ObjectNode made = Typed.object();
        Typed.put(made, "uid", uid);
        Typed.put(made, "name", name);
        made.put("type", type).put("role_id", role());
        resource = made;
    }

    /** What {@link #resource} made; null for evidence that is none. */
    @Nullable
    ObjectNode resource() {
        return resource;
    }

    boolean hasRole(String... words) {
        return roles.stream().map(role -> role.toLowerCase(Locale.ROOT)).anyMatch(Set.of(words)::contains);
    }

    private boolean hasObject() {
        for (String name : List.of(
                "actor",
                "device",
                "dst_endpoint",
                "email",
                "file",
                "process",
                "resources",
                "src_endpoint",
                "url",
                "user",
                "reg_key",
                "reg_value")) {
            if (entry.has(name)) {
                return true;
            }
        }
        return false;
    }

    private int role() {
        if (hasRole("compromised", "attacked")) {
            return AFFECTED;
        }
        if (hasRole("attacker", "source", "commandandcontrol")) {
            return ACTOR;
        }
        return hasRole("destination", "scanned") ? TARGET : RELATED;
    }

    /** Whether the list holds one of these, without regard to case. */
    static boolean holds(@Nullable JsonNode list, String... words) {
        if (list == null) {
            return false;
        }
        for (JsonNode element : list) {
            for (String word : words) {
                if (word.equalsIgnoreCase(element.asText())) {
                    return true;
                }
            }
        }
        return false;
    }
}
