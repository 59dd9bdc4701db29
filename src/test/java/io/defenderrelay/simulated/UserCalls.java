package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers reads of {@code /users}: the user and what the user is member of. */
final class UserCalls {

    private static final String CONTEXT = "https://graph.microsoft.com/v1.0/$metadata#";
    private static final Set<String> USER_ROLES =
            Set.of("User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All");
    private static final Set<String> MEMBER_ROLES = Set.of(
            "User.Read.All",
            "User.ReadWrite.All",
            "GroupMember.Read.All",
            "Directory.Read.All",
            "Directory.ReadWrite.All");
    private static final List<String> USUAL = List.of(("businessPhones displayName givenName jobTitle mail mobilePhone"
                    + " officeLocation preferredLanguage surname userPrincipalName id")
            .split(" "));
    private static final Set<String> MORE =
            Set.of(("accountEnabled userType createdDateTime department companyName city"
                            + " country usageLocation employeeId employeeType onPremisesSyncEnabled onPremisesSamAccountName"
                            + " onPremisesDomainName onPremisesSecurityIdentifier onPremisesDistinguishedName"
                            + " onPremisesLastSyncDateTime lastPasswordChangeDateTime signInSessionsValidFromDateTime"
                            + " passwordPolicies assignedLicenses proxyAddresses otherMails identities externalUserState"
                            + " onPremisesUserPrincipalName")
                    .split(" "));

    private final DirectoryUsers users;
    private final Supplier<URI> endpoint;

    UserCalls(DirectoryUsers users, Supplier<URI> endpoint) {
        this.users = users;
        this.endpoint = endpoint;
    }

    List<Route> routes() {
        String members = "/users/{}/transitiveMemberOf";
        return List.of(
                Route.of(Target.USERS, Route.directory("GET", "/users"), USER_ROLES, this::list),
                Route.of(Target.USERS, Route.directory("GET", "/users/{}"), USER_ROLES, this::read),
                members(members, null),
                members(members + "/microsoft.graph.directoryRole", "directoryRole"),
                members(members + "/microsoft.graph.group", "group"));
    }

    private Route members(String template, @Nullable String type) {
        return Route.of(Target.USERS, Route.directory("GET", template), MEMBER_ROLES, asked -> memberOf(asked, type));
    }

    private Answer read(Asked asked) {
        DirectoryUser user = users.find(asked.id()).orElse(null);
        if (user == null) {
            return GraphErrors.noUser(asked.call(), asked.id());
        }
        List<String> names = properties(asked);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        String select = names.equals(USUAL) ? "" : "(" + String.join(",", names) + ")";
        body.put("@odata.context", CONTEXT + "users" + select + "/$entity");
        body.setAll(cut(user.seen(asked.at().minus(users.lag())), names));
        return Answer.json(200, Body.of(body.toString()));
    }

    /** All on one page: lists without a filter are not what tests ask for. */
    private Answer list(Asked asked) {
        String filter = asked.call().query("$filter");
        if (filter == null) {
            throw new InvalidQuery("Request_UnsupportedQuery", "This tenant lists users by a filter only.");
        }
        DirectoryFilter parsed = new DirectoryFilter();
        Predicate<JsonNode> matches = parsed.parse(filter);
        boolean advanced = "true".equals(asked.call().query("$count"))
                && "eventual".equals(asked.call().query("ConsistencyLevel"));
        if (parsed.comparesAddresses() && !users.addressQueries().take(advanced)) {
            throw new InvalidQuery("Request_UnsupportedQuery", "Unsupported query filter clause 'proxyAddresses'.");
        }
        List<String> names = properties(asked);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("@odata.context", CONTEXT + "users");
        ArrayNode value = body.putArray("value");
        users.all().stream()
                .map(user -> user.seen(asked.at().minus(users.lag())))
                .filter(matches)
                .forEach(user -> value.add(cut(user, names)));
        return Answer.json(200, Body.of(body.toString()));
    }

    private static List<String> properties(Asked asked) {
        List<String> names = selected(asked, USUAL);
        for (String name : names) {
            if (!USUAL.contains(name) && !MORE.contains(name)) {
                throw new InvalidQuery(
                        "BadRequest", "Could not find a property named '" + name + "' on type 'microsoft.graph.user'.");
            }
        }
        return names;
    }

    private Answer memberOf(Asked asked, @Nullable String type) {
        DirectoryUser user = users.find(asked.id()).orElse(null);
        if (user == null) {
            return GraphErrors.noUser(asked.call(), asked.id());
        }
        String wanted = "#microsoft.graph." + type;
        List<ObjectNode> rows = user.memberships().stream()
                .filter(row -> type == null || row.path("@odata.type").asText().equals(wanted))
                .map(row -> row(asked, row))
                .toList();
        String token = asked.call().query("$skiptoken");
        int from = token == null ? 0 : Math.min(SkipToken.parse(token).offset(), rows.size());
        int to = Math.min(rows.size(), from + top(asked));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("@odata.context", CONTEXT + "directoryObjects");
        if (to < rows.size()) {
            body.put("@odata.nextLink", link(asked, to));
        }
        ArrayNode value = body.putArray("value");
        rows.subList(from, to).forEach(value::add);
        return Answer.json(200, Body.of(body.toString()));
    }

    private ObjectNode row(Asked asked, ObjectNode row) {
        List<String> all = new ArrayList<>();
        row.fieldNames().forEachRemaining(all::add);
        List<String> names = new ArrayList<>(selected(asked, all));
        if (!users.limited()) {
            names.add("@odata.type");
            return cut(row, names.stream().distinct().toList());
        }
        ObjectNode bare = row.deepCopy();
        for (String name : all) {
            if (!name.equals("id") && !name.equals("@odata.type")) {
                bare.putNull(name);
            }
        }
        return bare;
    }

    private String link(Asked asked, int next) {
        String select = asked.call().query("$select");
        String top = asked.call().query("$top");
        return endpoint.get() + asked.call().path() + "?$skiptoken=" + new SkipToken(next, 0, 0).text()
                + (top == null ? "" : "&$top=" + top)
                + (select == null ? "" : "&$select=" + PercentCoding.encode(select));
    }

    private static int top(Asked asked) {
        String top = asked.call().query("$top");
        if (top == null) {
            return 100;
        }
        if (!top.matches("[1-9]\\d{0,2}")) {
            throw new InvalidQuery("Request_UnsupportedQuery", "Invalid page size specified: '" + top + "'.");
        }
        return Integer.parseInt(top);
    }

    private static List<String> selected(Asked asked, List<String> usual) {
        String select = asked.call().query("$select");
        return select == null ? usual : List.of(select.split("\\s*,\\s*", -1));
    }

    private static ObjectNode cut(ObjectNode whole, List<String> names) {
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        for (String name : names) {
            if (name.equals("@odata.type") || whole.has(name) || MORE.contains(name) || USUAL.contains(name)) {
                part.set(name, whole.has(name) ? whole.get(name) : JsonNodeFactory.instance.nullNode());
            }
        }
        return part;
    }
}
