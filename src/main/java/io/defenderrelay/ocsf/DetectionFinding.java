package io.defenderrelay.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.model.Change;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps an alert to class 2004. */
final class DetectionFinding {
    private static final int RANSOMWARE = 10;

    private final Frame frame;
    private final ObjectNode event;
    private final SourceDocument document;
    private final Members source;

    DetectionFinding(RevisionFacts facts, SourceDocument document) {
        this.frame = new Frame(facts);
        this.event = frame.event;
        this.document = document;
        this.source = new Members(document.members());
    }

    ObjectNode map() {
        frame.begin();
        frame.describe(document, source);
        String status = source.look("status");
        int statusId = Words.alertStatus(status);
        event.put("status_id", statusId).put("status", Words.statusCaption(statusId, status));
        event.put("is_alert", frame.facts.change() != Change.CLOSED);
        describeSource();
        event.set("finding_info", findingInfo());
        malware();
        String advice = source.take("recommendedActions");
        if (advice != null) {
            event.set("remediation", Typed.object().put("desc", advice));
        }
        evidence();
        frame.dropOwnTenant(source);
        Typed.set(event, "unmapped", source.rest());
        return event;
    }

    private void describeSource() {
        ObjectNode metadata = frame.metadata();
        String product = source.look("serviceSource");
        if (product != null) {
            ((ObjectNode) metadata.path("product"))
                    .set("feature", Typed.object().put("name", product));
            metadata.put("source", product);
        }
        Typed.put(metadata, "correlation_uid", source.take("incidentId"));
    }

    private ObjectNode findingInfo() {
        ObjectNode info = Typed.object().put("uid", frame.facts.id());
        if (frame.facts.id().equals(source.look("id"))) {
            source.remove("id");
        }
        Typed.put(info, "uid_alt", source.take("providerAlertId"));
        String title = source.take("title");
        Typed.put(info, "title", title);
        Typed.put(event, "message", title);
        Typed.put(info, "desc", source.take("description"));
        Typed.put(info, "created_time", source.time("createdDateTime"));
        info.put("modified_time", frame.facts.version().toEpochMilli());
        Typed.put(info, "first_seen_time", source.time("firstActivityDateTime"));
        Typed.put(info, "last_seen_time", source.time("lastActivityDateTime"));
        String link = source.take("alertWebUrl");
        Typed.put(info, "src_url", link);
        Typed.put(event, "src_url", link);
        detection(info);
        return info;
    }

    private void detection(ObjectNode info) {
        String product = source.take("serviceSource");
        String sensor = source.take("detectionSource");
        if (product != null) {
            info.set("product", Frame.product(Words.source(product)));
        }
        Set<String> sources = new LinkedHashSet<>();
        addIfKnown(sources, product);
        addIfKnown(sources, sensor);
        Typed.set(info, "data_sources", Typed.texts(sources));
        String detector = source.take("detectorId");
        if (detector != null) {
            boolean rule = "customDetection".equalsIgnoreCase(sensor) || "manual".equalsIgnoreCase(sensor);
            ObjectNode analytic = Typed.object().put("uid", detector).put("type_id", rule ? 1 : 0);
            Typed.put(analytic, "name", sensor);
            info.set("analytic", analytic);
        }
        Typed.set(info, "attacks", attacks(info));
    }

    private ArrayNode attacks(ObjectNode info) {
        Set<String> categories = new LinkedHashSet<>();
        addIfKnown(categories, source.take("category"));
        categories.addAll(source.takeTexts("categories", category -> !category.isBlank()));
        Typed.set(info, "types", Typed.texts(categories));
        ArrayNode attacks = JsonNodeFactory.instance.arrayNode();
        Set<String> tactics = new LinkedHashSet<>();
        for (String category : categories) {
            String tactic = Words.tactic(category);
            if (tactic != null && tactics.add(tactic)) {
                attacks.add(Frame.tactic(tactic, category));
            }
        }
        source.takeTexts("mitreTechniques", text -> Frame.technique(text) != null)
                .forEach(text -> attacks.add(Frame.technique(text)));
        return attacks;
    }

    private void malware() {
        String threat = source.look("threatDisplayName");
        String name = threat != null ? threat : source.look("threatFamilyName");
        if (name == null) {
            return;
        }
        source.take("threatDisplayName");
        boolean ransomware = Evidence.holds(event.path("finding_info").path("types"), "Ransomware");
        ObjectNode malware = Typed.object().put("name", name).put("provider", Frame.MICROSOFT);
        malware.set("classification_ids", JsonNodeFactory.instance.arrayNode().add(ransomware ? RANSOMWARE : 0));
        event.set("malware", Typed.list(malware));
    }

    private void evidence() {
        JsonNode items = source.get("evidence");
        if (items == null || !items.isArray()) {
            return;
        }
        Observables observables = new Observables();
        ArrayNode entries = JsonNodeFactory.instance.arrayNode();
        ArrayNode resources = JsonNodeFactory.instance.arrayNode();
        List<ObjectNode> devices = new ArrayList<>();
        ObjectNode primary = null;
        for (Iterator<JsonNode> iterator = items.elements(); iterator.hasNext(); ) {
            if (!(iterator.next() instanceof ObjectNode item)) {
                continue;
            }
            boolean main = Evidence.holds(item.get("detailedRoles"), "PrimaryDevice", "Main device");
            iterator.remove();
            Evidence evidence = new Evidence(item, observables);
            ObjectNode entry = evidence.map();
            entries.add(entry);
            ObjectNode resource = evidence.resource();
            if (resource != null) {
                resources.add(resource);
            }
            if (entry.get("device") instanceof ObjectNode device) {
                devices.add(device);
                primary = main && primary == null ? device : primary;
            }
        }
        Typed.set(event, "evidences", entries);
        Typed.set(event, "resources", resources);
        Typed.set(event, "observables", observables.toJson());
        if (primary != null || devices.size() == 1) {
            event.set("device", primary != null ? primary : devices.get(0));
        }
        extension(entries);
    }

    /** Registry evidence is of OCSF's extension for Windows, which an event that has any must name. */
    private void extension(ArrayNode entries) {
        for (JsonNode entry : entries) {
            if (entry.has("reg_key") || entry.has("reg_value")) {
                ObjectNode windows =
                        Typed.object().put("name", "win").put("uid", "2").put("version", Frame.VERSION);
                frame.metadata().set("extensions", Typed.list(windows));
                return;
            }
        }
    }

    private static void addIfKnown(Set<String> set, @Nullable String word) {
        if (word != null) {
            set.add(word);
        }
    }
}
