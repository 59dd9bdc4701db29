package io.defenderrelay.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A call and how it is answered.
 *
 * @param tenant acme; off, without remediation; broken, with settings that cannot be read; gone, whose table is; nobody
 * @param action what the action is, see {@link #IDS}; empty for routes without an id
 * @param word the state of the action that is answered, or the word of the problem; empty for lists and audits
 */
record ActionCase(Route route, String tenant, String action, String caller, String body, int status, String word) {
    static final String ANALYST = "AROAANALYST";
    static final String LEAD = "AROALEAD";
    private static final String NOBODY = "";
    static final String ISOLATE = "{\"kind\":\"isolate-device\",\"device\":\"host-1\",\"reason\":\"Case 4821\"}";
    static final String APPROVAL = "{\"requestHash\":\"" + StoredActions.HASH + "\"}";
    static final String REASON = "{\"reason\":\"It is the scanner\"}";
    static final String UNKNOWN_MEMBER = "{\"colour\":\"red\"}";

    /** Ids of the world's actions by what they are: each has a digit of its own. */
    private static final Map<String, String> IDS = Map.of(
            "new", "1".repeat(32),
            "waiting", "2".repeat(32),
            "running", "3".repeat(32),
            "done", "4".repeat(32),
            "foreign", "5".repeat(32),
            "absent", "6".repeat(32),
            "malformed", "No-Id");

    static List<ActionCase> all() {
        List<ActionCase> cases = new ArrayList<>(List.of(
                of(Route.ACTIONS, "", ANALYST, "", 200, ""),
                of(Route.REQUEST_ACTION, "", ANALYST, ISOLATE, 202, "requested"),
                new ActionCase(Route.REQUEST_ACTION, "off", "", ANALYST, ISOLATE, 409, "conflict"),
                of(Route.REQUEST_ACTION, "", ANALYST, ISOLATE.replace("}", ",\"colour\":1}"), 400, "invalid-request"),
                of(Route.ACTION, "waiting", NOBODY, "", 200, "awaiting-approval"),
                of(Route.ACTION_AUDIT, "done", NOBODY, "", 200, ""),
                of(Route.APPROVE_ACTION, "waiting", LEAD, APPROVAL, 202, "approved"),
                of(Route.APPROVE_ACTION, "done", LEAD, APPROVAL, 200, "succeeded"),
                of(Route.APPROVE_ACTION, "waiting", ANALYST, APPROVAL, 403, "forbidden"),
                of(Route.APPROVE_ACTION, "new", LEAD, APPROVAL, 409, "in-progress"),
                of(Route.APPROVE_ACTION, "running", LEAD, APPROVAL, 409, "conflict"),
                of(Route.APPROVE_ACTION, "waiting", LEAD, APPROVAL.replace("cc", "dd"), 409, "conflict"),
                of(Route.APPROVE_ACTION, "waiting", LEAD, "", 400, "invalid-request"),
                of(Route.REJECT_ACTION, "waiting", LEAD, REASON, 200, "rejected"),
                of(Route.REJECT_ACTION, "waiting", LEAD, "", 200, "rejected"),
                of(Route.REJECT_ACTION, "waiting", ANALYST, REASON, 403, "forbidden"),
                of(Route.REJECT_ACTION, "new", LEAD, REASON, 409, "in-progress"),
                of(Route.REJECT_ACTION, "done", LEAD, REASON, 409, "conflict"),
                of(Route.CANCEL_ACTION, "waiting", ANALYST, REASON, 200, "cancelled"),
                of(Route.CANCEL_ACTION, "new", LEAD, "", 200, "cancelled"),
                of(Route.CANCEL_ACTION, "running", LEAD, REASON, 202, "running"),
                of(Route.CANCEL_ACTION, "done", LEAD, REASON, 409, "conflict")));
        for (Route route : Route.of(Route.Api.ACTIONS)) {
            boolean changes = route.takesBody();
            String action = route.template().contains("{id}") ? "waiting" : "";
            String body =
                    switch (route) {
                        case REQUEST_ACTION -> ISOLATE;
                        case APPROVE_ACTION -> APPROVAL;
                        default -> "";
                    };
            cases.add(new ActionCase(route, "nobody", action, LEAD, body, 404, "not-found"));
            cases.add(new ActionCase(route, "broken", action, LEAD, body, 500, "configuration"));
            cases.add(new ActionCase(route, "gone", action, LEAD, body, 503, "store-failed"));
            if (changes) {
                cases.add(of(route, action, NOBODY, body, 403, "forbidden"));
                cases.add(of(route, action, LEAD, UNKNOWN_MEMBER, 400, "invalid-request"));
                cases.add(of(route, action, LEAD, "[]", 400, "invalid-request"));
            } else {
                cases.add(of(route, action, LEAD, "{}", 400, "invalid-request"));
            }
            for (String absent : action.isEmpty() ? Set.<String>of() : Set.of("foreign", "absent", "malformed")) {
                cases.add(of(route, absent, LEAD, body, 404, "not-found"));
            }
        }
        return cases;
    }

    /** Of the usual tenant. */
    static ActionCase of(Route route, String action, String caller, String body, int status, String word) {
        return new ActionCase(route, "acme", action, caller, body, status, word);
    }

    static String id(String name) {
        return IDS.getOrDefault(name, "");
    }

    @Override
    public String toString() {
        return route + " " + tenant + " " + action + " " + caller + " " + body + " " + status;
    }
}
