package io.defenderrelay.ocsf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Applications, groups and whatever runs in a cloud. */
final class CloudEvidence {
    private static final String[] IDS = {
        "resourceId", "amazonResourceId", "fullResourceName", "url", "imageId", "registry", "securityGroupId"
    };
    private static final String[] NAMES = {"resourceName", "name", "displayName", "friendlyName"};
    private static final String[] TYPES = {"resourceType", "type"};

    private CloudEvidence() {}

    static void mapApplication(Evidence evidence) {
        Members source = evidence.source;
        ObjectNode actor = Typed.object();
        String name = source.take("displayName");
        Typed.put(actor, "app_name", name != null ? name : source.take("servicePrincipalName"));
        String id = source.take("appId");
        Long number = id == null ? source.takeNumber("appId") : null;
        Typed.put(actor, "app_uid", number != null ? String.valueOf(number) : id);
        if (!actor.isEmpty()) {
            evidence.entry.set("actor", actor);
        }
        evidence.observables.add(Observables.RESOURCE, actor.path("app_uid").asText(null));
    }

    static void mapGroup(Evidence evidence) {
        resource(evidence, "group");
    }

    static void mapResource(Evidence evidence) {
        resource(evidence, null);
    }

    static void mapContainer(Evidence evidence) {
        Members source = evidence.source;
        String id = source.look("containerId");
        String name = source.look("name");
        if (id == null && name == null) {
            return;
        }
        ObjectNode container = Typed.object();
        Typed.put(container, "uid", id);
        Typed.put(container, "name", name);
        String image = source.object("image").look("imageId");
        if (image != null) {
            container.set("image", Typed.object().put("uid", image));
        }
        evidence.entry.set("container", container);
        finish(evidence, id, name, evidence.kind);
    }

    private static void resource(Evidence evidence, @Nullable String type) {
        String id = first(evidence.source, IDS);
        String name = first(evidence.source, NAMES);
        String said = first(evidence.source, TYPES);
        String own = said == null ? evidence.kind : said;
        String shown = type == null ? own : type;
        if (id != null || name != null) {
            finish(evidence, id, name, shown);
        }
    }

    /** The source's members stay in the data: which of them became the id is not told otherwise. */
    private static void finish(Evidence evidence, @Nullable String id, @Nullable String name, String type) {
        ObjectNode resource = Typed.object();
        Typed.put(resource, "uid", id);
        Typed.put(resource, "name", name);
        resource.put("type", type);
        evidence.entry.set("resources", Typed.list(resource));
        evidence.observables.add(Observables.RESOURCE, id != null ? id : name);
        evidence.resource(id, name, type);
    }

    private static @Nullable String first(Members source, String... names) {
        for (String name : names) {
            String text = source.look(name);
            if (text != null) {
                return text;
            }
        }
        return null;
    }
}
