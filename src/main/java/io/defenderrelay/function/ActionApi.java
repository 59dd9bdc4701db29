package io.defenderrelay.function;

import io.defenderrelay.answer.Answer;
import io.defenderrelay.model.Requester;
import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.remediation.Remediation;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;

/** Finds the tenant of a request about actions. */
public final class ActionApi {
    private final Tenants tenants;
    private final Remediation remediation;

    public ActionApi(Tenants tenants, Remediation remediation) {
        this.tenants = tenants;
        this.remediation = remediation;
    }

    Answer answer(ApiRequest request) {
        Tenant tenant = tenants.find(request.tenant())
                .orElseThrow(() -> new NotFoundException("There is no such tenant; check its alias"));
        String alias = tenant.alias();
        return switch (request.route()) {
            case ACTIONS -> remediation.list(alias, request.query().actions());
            case ACTION -> remediation.state(alias, request.id());
            case ACTION_AUDIT ->
                remediation.audit(
                        alias,
                        request.id(),
                        request.query().entriesRead(),
                        request.query().limit());
            case REQUEST_ACTION, APPROVE_ACTION, REJECT_ACTION, CANCEL_ACTION -> change(request, tenant);
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
                    CHANGE_ALERT,
                    COMMENT_ON_ALERT,
                    CHANGE_INCIDENT,
                    COMMENT_ON_INCIDENT,
                    ACTION_PACKAGE -> throw new NotFoundException("This function does not answer " + request.route());
        };
    }

    private Answer change(ApiRequest request, Tenant tenant) {
        RequestHeaders headers = request.headers();
        headers.requireJson();
        Requester requester = headers.requester();
        return switch (request.route()) {
            case APPROVE_ACTION -> remediation.approve(tenant, request.id(), requester, request.body());
            case REJECT_ACTION -> remediation.reject(tenant, request.id(), requester, request.body());
            case CANCEL_ACTION -> remediation.cancel(tenant, request.id(), requester, request.body());
            default ->
                remediation.request(tenant, new Remediation.Ask(requester, headers.idempotencyKey(), request.body()));
        };
    }
}
