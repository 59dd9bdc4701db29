package io.defenderrelay.ocsf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.model.AlertSummary;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Maps an incident to class 2005. */
final class IncidentFinding {
    private static final int CLOSED = 5;
    private static final long TOP = 85;
    private static final long MEDIUM = 15;
    private static final long LARGEST_SCORE = 1_000;

    private final Frame frame;
    private final ObjectNode event;
    private final SourceDocument document;
    private final Members source;
    private final List<AlertSummary> alerts;

    /** @param alerts the newest of its alerts, the newest first */
    IncidentFinding(RevisionFacts facts, SourceDocument document, List<AlertSummary> alerts) {
        this.frame = new Frame(facts);
        this.event = frame.event;
        this.document = document;
        this.source = new Members(document.members());
        this.alerts = alerts;
    }

    ObjectNode map() {
        frame.begin();
        frame.describe(document, source);
        if (!event.has("assignee")) {
            event.set("assignee_group", unassigned());
        }
        String name = source.take("displayName");
        String text = source.take("description");
        Typed.put(event, "message", name);
        Typed.put(event, "desc", text != null ? text : name);
        Typed.put(event, "src_url", source.take("incidentWebUrl"));
        event.put("impact_id", 0);
        priority();
        status();
        fromAlerts(name);
        if (frame.facts.id().equals(source.look("id"))) {
            source.remove("id");
        }
        frame.dropOwnTenant(source);
        Typed.set(event, "unmapped", source.rest());
        return event;
    }

    static ObjectNode unassigned() {
        return Typed.object().put("name", "Unassigned");
    }

    private void status() {
        String status = source.look("status");
        int id = Words.incidentStatus(status);
        event.put("status_id", id).put("status", Words.statusCaption(id, status));
        String target = source.look("redirectIncidentId");
        if (id != CLOSED || target == null) {
            return;
        }
        source.remove("redirectIncidentId");
        event.put("status_detail", "redirected to " + target);
        event.put("verdict_id", Verdict.DUPLICATE.id()).put("verdict", Verdict.DUPLICATE.caption());
        frame.metadata().put("correlation_uid", target);
    }

    /** The score itself stays unmapped. */
    private void priority() {
        Long score = source.lookNumber("priorityScore");
        if (score == null || score > LARGEST_SCORE) {
            event.put("priority_id", 0);
        } else if (score > TOP) {
            event.put("priority_id", 3).put("priority", "High");
        } else if (score >= MEDIUM) {
            event.put("priority_id", 2).put("priority", "Medium");
        } else {
            event.put("priority_id", 1).put("priority", "Low");
        }
    }

    private void fromAlerts(@Nullable String name) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        TreeSet<String> techniques = new TreeSet<>();
        for (int index = alerts.size() - 1; index >= 0; index--) {
            list.add(info(alerts.get(index)));
            techniques.addAll(alerts.get(index).techniques());
        }
        if (list.isEmpty()) {
            ObjectNode self = list.addObject().put("uid", frame.facts.id());
            Typed.put(self, "title", name);
        }
        event.set("finding_info_list", list);
        ArrayNode attacks = JsonNodeFactory.instance.arrayNode();
        techniques.stream().map(Frame::technique).filter(Objects::nonNull).forEach(attacks::add);
        Typed.set(event, "attacks", attacks);
        alerts.stream()
                .map(AlertSummary::firstActivityAt)
                .filter(Objects::nonNull)
                .min(Comparator.<Instant>naturalOrder())
                .ifPresent(first -> event.put("start_time", first.toEpochMilli()));
        alerts.stream()
                .map(AlertSummary::lastActivityAt)
                .filter(Objects::nonNull)
                .max(Comparator.<Instant>naturalOrder())
                .ifPresent(last -> event.put("end_time", last.toEpochMilli()));
    }

    private static ObjectNode info(AlertSummary alert) {
        ObjectNode info = Typed.object().put("uid", alert.id());
        Typed.put(info, "title", alert.title());
        Instant created = alert.createdAt();
        if (created != null) {
            info.put("created_time", created.toEpochMilli());
        }
        String source = alert.serviceSource();
        if (source != null) {
            info.set("product", Frame.product(Words.source(source)));
        }
        return info;
    }
}
