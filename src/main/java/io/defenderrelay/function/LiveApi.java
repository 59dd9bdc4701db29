package io.defenderrelay.function;

import io.defenderrelay.answer.JsonAnswer;
import io.defenderrelay.model.Requester;
import io.defenderrelay.problem.ConflictException;
import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.remediation.PackageLink;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import io.defenderrelay.writeback.FindingChanges;
import io.defenderrelay.writeback.FindingComments;
import io.defenderrelay.writeback.Outcome;

/** Finds the tenant of a request that speaks to Microsoft, and the feature that does it. */
public final class LiveApi {
    private final Tenants tenants;
    private final FindingChanges changes;
    private final FindingComments comments;
    private final PackageLink packages;

    public LiveApi(Tenants tenants, FindingChanges changes, FindingComments comments, PackageLink packages) {
        this.tenants = tenants;
        this.changes = changes;
        this.comments = comments;
        this.packages = packages;
    }

    Outcome answer(ApiRequest request) {
        RequestHeaders headers = request.headers();
        if (request.route().takesBody()) {
            headers.requireJson();
        }
        Requester requester = headers.requester();
        return switch (request.route()) {
            case CHANGE_ALERT, CHANGE_INCIDENT -> {
                long revision = headers.ifMatch();
                yield changes.change(
                        tenant(request), requester, request.kind(), request.id(), revision, request.body());
            }
            case COMMENT_ON_ALERT, COMMENT_ON_INCIDENT -> {
                String key = headers.idempotencyKey();
                yield comments.comment(tenant(request), requester, request.kind(), request.id(), key, request.body());
            }
            case ACTION_PACKAGE -> {
                String url = packages.of(tenant(request), request.id());
                yield new Outcome(
                        JsonAnswer.object(json -> json.writeStringField("url", url))
                                .body(),
                        1);
            }
            case FEED,
                    STATUS,
                    ALERT,
                    ALERT_REVISIONS,
                    ALERT_REVISION,
                    ALERT_PARTS,
                    INCIDENT,
                    INCIDENT_ALERTS,
                    INCIDENT_REVISIONS,
                    INCIDENT_REVISION,
                    INCIDENT_PARTS,
                    HUNT_TEMPLATES,
                    ASK_HUNT,
                    ASK_RAW_HUNT,
                    HUNT,
                    HUNT_ROWS,
                    CANCEL_HUNT,
                    ACTIONS,
                    REQUEST_ACTION,
                    ACTION,
                    ACTION_AUDIT,
                    APPROVE_ACTION,
                    REJECT_ACTION,
                    CANCEL_ACTION -> throw new NotFoundException("This function does not answer " + request.route());
        };
    }

    private Tenant tenant(ApiRequest request) {
        Tenant tenant = tenants.find(request.tenant())
                .orElseThrow(() -> new NotFoundException("There is no such tenant; check its alias"));
        if (!tenant.active()) {
            throw new ConflictException(
                    "The tenant is not active, and nothing is asked of Microsoft for it: test its connection first",
                    null);
        }
        return tenant;
    }
}
