package io.defenderrelay.ocsf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.model.AlertSummary;
import io.defenderrelay.model.Kind;
import java.io.InputStream;
import java.util.List;

/**
 * Maps findings to OCSF events. Pure, and safe for many threads. Source: OCSF 1.8.0, classes Detection Finding and Incident
 * Finding with the profile incident.
 */
public final class OcsfMapper {
    /** How many of an incident's alerts an event lists at most. */
    public static final int MOST_ALERTS = 100;

    private static final int LONGEST_REASON = 500;

    /**
     * The event of a revision, of at most 200 KB; the same bytes for the same input.
     *
     * @param body Microsoft's bytes; read to the end, and closed
     * @param alerts the newest of an incident's alerts, the newest first, at most {@value #MOST_ALERTS}; none for an alert
     * @throws MappingException when the body is no JSON object
     */
    public OcsfEvent map(RevisionFacts facts, InputStream body, List<AlertSummary> alerts) throws MappingException {
        SourceDocument document = SourceDocument.read(body);
        ObjectNode event =
                switch (facts.kind()) {
                    case ALERT -> new DetectionFinding(facts, document).map();
                    case INCIDENT -> new IncidentFinding(facts, document, alerts).map();
                };
        byte[] json = new SizeLimit(event, document.passedOver()).write();
        return new OcsfEvent(json, event.path("metadata").has("is_truncated"));
    }

    /** The least event of a revision that cannot be mapped; valid, and with the same uid as the whole one would have. */
    public byte[] minimal(RevisionFacts facts, String reason) {
        Frame frame = new Frame(facts);
        frame.begin();
        frame.event.put("message", SizeLimit.shortened(reason, LONGEST_REASON));
        ObjectNode info = Typed.object().put("uid", facts.id());
        if (facts.kind() == Kind.ALERT) {
            frame.event.set("finding_info", info);
        } else {
            frame.event.set("finding_info_list", Typed.list(info));
            frame.event.set("assignee_group", IncidentFinding.unassigned());
        }
        return SizeLimit.bytes(frame.event);
    }
}
