package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import io.defenderrelay.aws.Queue;
import io.defenderrelay.aws.Table;
import io.defenderrelay.feed.AlertList;
import io.defenderrelay.feed.Feed;
import io.defenderrelay.feed.Findings;
import io.defenderrelay.feed.Status;
import io.defenderrelay.hunting.HuntTemplates;
import io.defenderrelay.hunting.Hunting;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.mapping.RevisionEvents;
import io.defenderrelay.store.Cursors;
import io.defenderrelay.store.History;
import io.defenderrelay.store.HuntQuota;
import io.defenderrelay.store.HuntRows;
import io.defenderrelay.store.Hunts;
import io.defenderrelay.store.IncidentAlerts;
import io.defenderrelay.store.PageLog;
import io.defenderrelay.store.PublishCursors;
import io.defenderrelay.store.Revisions;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.store.UnreadableRecords;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Builds the read API, and requests for it. */
final class ReadApis {
    private ReadApis() {}

    static ReadApi over(Table table, Clock clock) {
        Revisions revisions = new Revisions(table);
        RevisionEvents events = new RevisionEvents(new IncidentAlerts(table));
        History history = new History(table, clock);
        return new ReadApi(
                new Tenants(table),
                new Feed(new PageLog(table, clock), revisions, events, clock),
                new Findings(history, revisions, events, clock),
                new AlertList(history, new IncidentAlerts(table)),
                new Status(
                        new Cursors(table),
                        new PublishCursors(table),
                        new UnreadableRecords(table, clock),
                        new Hunts(table),
                        new HuntQuota(table),
                        clock),
                new Hunting(
                        new HuntTemplates(),
                        new Hunts(table),
                        new HuntRows(table),
                        new HuntQuota(table),
                        new Queue(LocalAws.sqs(), LocalAws.createQueue()),
                        clock,
                        LocalAws.noPause()));
    }

    static APIGatewayV2HTTPEvent get(String path, String query) {
        return event("GET", path, query);
    }

    /**
     * A request with every header that some route needs.
     *
     * @param principal whom AWS names; empty for nobody
     * @param body empty for none
     */
    static APIGatewayV2HTTPEvent signed(String method, String path, String principal, String body) {
        APIGatewayV2HTTPEvent event = event(method, path, "");
        Map<String, String> headers = new HashMap<>();
        headers.put("content-type", "application/json");
        headers.put("idempotency-key", "key-1");
        headers.put("if-match", "\"1\"");
        event.setHeaders(headers);
        event.setBody(body.isEmpty() ? null : body);
        APIGatewayV2HTTPEvent.RequestContext.IAM iam = new APIGatewayV2HTTPEvent.RequestContext.IAM();
        iam.setUserId(principal.isEmpty() ? null : principal + ":session");
        APIGatewayV2HTTPEvent.RequestContext.Authorizer authorizer =
                new APIGatewayV2HTTPEvent.RequestContext.Authorizer();
        authorizer.setIam(iam);
        event.getRequestContext().setAuthorizer(authorizer);
        return event;
    }

    static APIGatewayV2HTTPEvent event(String method, String path, String query) {
        APIGatewayV2HTTPEvent.RequestContext.Http http = APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                .withMethod(method)
                .withPath(path)
                .build();
        return APIGatewayV2HTTPEvent.builder()
                .withRawPath(path)
                .withRawQueryString(query)
                .withRequestContext(APIGatewayV2HTTPEvent.RequestContext.builder()
                        .withRequestId("JKJaXmPLvHcESHA=")
                        .withHttp(http)
                        .build())
                .build();
    }
}
