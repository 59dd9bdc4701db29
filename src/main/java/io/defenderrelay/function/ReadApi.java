package io.defenderrelay.function;

import io.defenderrelay.feed.Answer;
import io.defenderrelay.feed.Feed;
import io.defenderrelay.feed.FeedQuery;
import io.defenderrelay.feed.Findings;
import io.defenderrelay.feed.Status;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;

/** Finds the tenant of a request and the feature that answers it. */
public final class ReadApi {
    private final Tenants tenants;
    private final Feed feed;
    private final Findings findings;
    private final Status status;

    public ReadApi(Tenants tenants, Feed feed, Findings findings, Status status) {
        this.tenants = tenants;
        this.feed = feed;
        this.findings = findings;
        this.status = status;
    }

    Answer answer(ApiRequest request) {
        RequestQuery query = request.query();
        query.requireFormat();
        Tenant tenant = tenants.find(request.tenant())
                .orElseThrow(() -> new NotFoundException("There is no such tenant; check its alias"));
        String alias = tenant.alias();
        return switch (request.route()) {
            case FEED -> feed.read(alias, new FeedQuery(query.kinds(), query.limit(), query.after()));
            case STATUS -> status.read(tenant);
            case ALERT -> findings.newest(alias, Kind.ALERT, request.id());
            case REVISIONS -> findings.revisions(alias, Kind.ALERT, request.id(), query.limit(), query.after());
            case REVISION -> findings.revision(alias, Kind.ALERT, request.id(), request.revision());
            case PARTS -> findings.part(alias, Kind.ALERT, request.id(), request.revision(), query.partsRead());
        };
    }
}
