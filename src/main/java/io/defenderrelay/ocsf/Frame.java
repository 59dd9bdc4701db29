package io.defenderrelay.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.UtcTime;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What both classes of events have in common. */
final class Frame {
    static final String VERSION = "1.8.0";
    static final int FINDINGS = 2;
    static final String MICROSOFT = "Microsoft";
    private static final int SHA256 = 3;
    private static final Pattern TECHNIQUE = Pattern.compile("(T\\d{4})(\\.\\d{3})?");

    final RevisionFacts facts;
    final ObjectNode event = Typed.object();

    Frame(RevisionFacts facts) {
        this.facts = facts;
    }

    static int classOf(Kind kind) {
        return switch (kind) {
            case ALERT -> 2004;
            case INCIDENT -> 2005;
        };
    }

    static String classNameOf(Kind kind) {
        return switch (kind) {
            case ALERT -> "Detection Finding";
            case INCIDENT -> "Incident Finding";
        };
    }

    /** What is known without the body. */
    void begin() {
        int activity = activity();
        String activityName =
                switch (facts.change()) {
                    case CREATED -> "Create";
                    case UPDATED -> "Update";
                    case CLOSED -> "Close";
                };
        event.put("activity_id", activity).put("activity_name", activityName);
        event.put("category_uid", FINDINGS).put("category_name", "Findings");
        event.put("class_uid", classOf(facts.kind())).put("class_name", classNameOf(facts.kind()));
        event.put("type_uid", classOf(facts.kind()) * 100 + activity);
        event.put("type_name", classNameOf(facts.kind()) + ": " + activityName);
        event.put("severity_id", 0).put("time", facts.version().toEpochMilli());
        event.set("metadata", metadata());
        if (facts.kind() == Kind.INCIDENT) {
            event.put("status_id", 0);
        }
    }

    /** What the body says in the same words of alerts and incidents. */
    void describe(SourceDocument document, Members source) {
        Typed.put(event, "time", source.time("createdDateTime"));
        Typed.put(metadata(), "original_time", source.take("lastUpdateDateTime"));
        String severity = source.take("severity");
        int severityId = Words.severity(severity);
        event.put("severity_id", severityId).put("severity", Words.severityCaption(severityId, severity));
        if (severity != null) {
            event.set("vendor_attributes", Typed.object().put("severity", severity));
        }
        event.put("confidence_id", 0);
        Verdict verdict = Verdict.of(source.look("classification"), source.look("determination"));
        event.put("verdict_id", verdict.id()).put("verdict", verdict.caption());
        assignee(source);
        comment(source);
        ObjectNode hash = Typed.object().put("algorithm_id", SHA256).put("algorithm", "SHA-256");
        event.set("raw_data_hash", hash.put("value", document.sha256()));
        event.put("raw_data_size", document.size());
        labels(source);
    }

    ObjectNode metadata() {
        if (event.get("metadata") instanceof ObjectNode known) {
            return known;
        }
        ObjectNode metadata = Typed.object().put("version", VERSION).put("uid", facts.uid());
        metadata.set("profiles", Typed.list(JsonNodeFactory.instance.textNode("incident")));
        metadata.put("sequence", facts.revision()).put("tenant_uid", facts.tenantId());
        metadata.put("original_event_uid", facts.id()).put("correlation_uid", facts.id());
        metadata.put("original_time", UtcTime.text(facts.version()));
        metadata.put("modified_time", facts.version().toEpochMilli());
        metadata.put("log_provider", "Microsoft Graph");
        metadata.put("log_source", facts.kind() == Kind.ALERT ? "/security/alerts_v2" : "/security/incidents");
        metadata.set("product", product("Microsoft Defender XDR"));
        return metadata;
    }

    /** The tenant's id is in the metadata; one that is written otherwise stays. */
    void dropOwnTenant(Members source) {
        if (facts.tenantId().equals(source.look("tenantId"))) {
            source.remove("tenantId");
        }
    }

    static ObjectNode product(String name) {
        return Typed.object().put("vendor_name", MICROSOFT).put("name", name);
    }

    /** A technique of ATT&CK; null for a text that is none. */
    static @Nullable ObjectNode technique(String text) {
        Matcher matcher = TECHNIQUE.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        ObjectNode attack = Typed.object();
        attack.set("technique", Typed.object().put("uid", matcher.group(1)));
        if (matcher.group(2) != null) {
            attack.set("sub_technique", Typed.object().put("uid", text));
        }
        return attack;
    }

    static ObjectNode tactic(String uid, String name) {
        ObjectNode attack = Typed.object();
        attack.set("tactic", Typed.object().put("uid", uid).put("name", name));
        return attack;
    }

    private int activity() {
        return switch (facts.change()) {
            case CREATED -> 1;
            case UPDATED -> 2;
            case CLOSED -> 3;
        };
    }

    private void assignee(Members source) {
        String owner = source.take("assignedTo");
        if (owner == null) {
            return;
        }
        ObjectNode user = Typed.object().put("name", owner);
        if (Typed.isEmail(owner)) {
            user.put("email_addr", owner);
        }
        event.set("assignee", user);
    }

    private void comment(Members source) {
        JsonNode comments = source.get("comments");
        if (comments == null || !comments.isArray()) {
            return;
        }
        String newest = null;
        String newestAt = "";
        for (JsonNode comment : comments) {
            String text = comment.path("comment").textValue();
            JsonNode time =
                    comment.has("createdDateTime") ? comment.get("createdDateTime") : comment.path("createdTime");
            String at = UtcTime.parse(time.textValue()).map(UtcTime::text).orElse("");
            if (text != null && at.compareTo(newestAt) >= 0) {
                newest = text;
                newestAt = at;
            }
        }
        Typed.put(event, "comment", newest);
    }

    private void labels(Members source) {
        TreeSet<String> labels = new TreeSet<>(source.takeTexts("systemTags", tag -> true));
        labels.addAll(source.takeTexts("customTags", tag -> true));
        ArrayNode array = Typed.texts(labels);
        Typed.set(metadata(), "labels", array);
    }
}
