package io.defenderrelay.function;

import io.defenderrelay.answer.Answer;
import io.defenderrelay.feed.AlertList;
import io.defenderrelay.feed.Feed;
import io.defenderrelay.feed.FeedQuery;
import io.defenderrelay.feed.Findings;
import io.defenderrelay.feed.Status;
import io.defenderrelay.hunting.Hunting;
import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;

/** Finds the tenant of a request and the feature that answers it. */
public final class ReadApi {
    private final Tenants tenants;
    private final Feed feed;
    private final Findings findings;
    private final AlertList incidents;
    private final Status status;
    private final Hunting hunting;

    public ReadApi(Tenants tenants, Feed feed, Findings findings, AlertList incidents, Status status, Hunting hunting) {
        this.tenants = tenants;
        this.feed = feed;
        this.findings = findings;
        this.incidents = incidents;
        this.status = status;
        this.hunting = hunting;
    }

    Answer answer(ApiRequest request) {
        RequestQuery query = request.query();
        Tenant tenant = tenants.find(request.tenant())
                .orElseThrow(() -> new NotFoundException("There is no such tenant; check its alias"));
        String alias = tenant.alias();
        return switch (request.route()) {
            case FEED -> feed.read(tenant, new FeedQuery(query.kinds(), query.format(), query.limit(), query.after()));
            case STATUS -> status.read(tenant);
            case ALERT, INCIDENT -> findings.newest(tenant, query.format(), request.kind(), request.id());
            case ALERT_REVISIONS, INCIDENT_REVISIONS ->
                findings.revisions(alias, request.kind(), request.id(), query.limit(), query.after());
            case ALERT_REVISION, INCIDENT_REVISION ->
                findings.revision(tenant, query.format(), request.kind(), request.id(), request.revision());
            case ALERT_PARTS, INCIDENT_PARTS ->
                findings.part(alias, request.kind(), request.id(), request.revision(), query.partsRead());
            case INCIDENT_ALERTS -> incidents.alerts(alias, request.id(), query.limit(), query.after());
            case HUNT_TEMPLATES -> hunting.templates();
            case ASK_HUNT, ASK_RAW_HUNT -> hunting.ask(tenant, ask(request));
            case HUNT -> hunting.state(alias, request.id());
            case HUNT_ROWS -> hunting.rows(alias, request.id(), query.rowFormat(), query.rowsRead(), query.rowLimit());
            case CANCEL_HUNT -> {
                // Refuses whom AWS does not name: a hunt that one caller hides is hidden from all.
                request.headers().requester();
                yield hunting.cancel(alias, request.id());
            }
            case CHANGE_ALERT,
                    COMMENT_ON_ALERT,
                    CHANGE_INCIDENT,
                    COMMENT_ON_INCIDENT,
                    ACTIONS,
                    REQUEST_ACTION,
                    ACTION,
                    ACTION_AUDIT,
                    APPROVE_ACTION,
                    REJECT_ACTION,
                    CANCEL_ACTION,
                    ACTION_PACKAGE -> throw new NotFoundException("This function does not answer " + request.route());
        };
    }

    private static Hunting.Ask ask(ApiRequest request) {
        RequestHeaders headers = request.headers();
        headers.requireJson();
        return new Hunting.Ask(
                headers.requester(),
                request.route() == Route.ASK_RAW_HUNT,
                headers.idempotencyKey(),
                headers.preferredWait(),
                request.body());
    }
}
