package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers {@code /roleManagement/directory}: who may activate which role, and what roles are called. */
final class EligibilityCalls {

    private static final String PATH = "/roleManagement/directory/";
    private static final Set<String> SCHEDULES = Set.of(
            "RoleEligibilitySchedule.Read.Directory",
            "RoleEligibilitySchedule.ReadWrite.Directory",
            "RoleManagement.Read.All",
            "RoleManagement.Read.Directory",
            "RoleManagement.ReadWrite.Directory");
    private static final Set<String> DEFINITIONS = Set.of(
            "RoleManagement.Read.Directory",
            "RoleManagement.ReadWrite.Directory",
            "Directory.Read.All",
            "Directory.ReadWrite.All");
    private static final Pattern FILTER = Pattern.compile("principalId eq '([^']*)'");

    private final DirectoryUsers users;
    private final RiskyUsers licence;

    EligibilityCalls(DirectoryUsers users, RiskyUsers licence) {
        this.users = users;
        this.licence = licence;
    }

    List<Route> routes() {
        return List.of(
                Route.of(
                        Target.ELIGIBILITY,
                        Route.directory("GET", PATH + "roleEligibilityScheduleInstances"),
                        SCHEDULES,
                        this::instances),
                Route.of(
                        Target.ELIGIBILITY,
                        Route.directory("GET", PATH + "roleDefinitions/{}"),
                        DEFINITIONS,
                        this::definition));
    }

    private Answer instances(Asked asked) {
        if (!licence.premium()) {
            throw new InvalidQuery(
                    "AadPremiumLicenseRequired",
                    "The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.");
        }
        String filter = asked.call().query("$filter");
        Matcher principal = FILTER.matcher(filter == null ? "" : filter);
        if (!principal.matches()) {
            throw new InvalidQuery("Request_UnsupportedQuery", "Unsupported query filter clause.");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode value = body.putArray("value");
        for (Map.Entry<String, String> role : users.eligible(principal.group(1)).entrySet()) {
            value.addObject()
                    .put("id", UUID.randomUUID().toString())
                    .put("principalId", principal.group(1))
                    .put("roleDefinitionId", role.getKey())
                    .put("directoryScopeId", "/")
                    .put("memberType", "Direct");
        }
        return Answer.json(200, Body.of(body.toString()));
    }

    private Answer definition(Asked asked) {
        return users.roleName(asked.id())
                .map(name -> JsonNodeFactory.instance
                        .objectNode()
                        .put("id", asked.id())
                        .put("displayName", name))
                .map(role -> Answer.json(200, Body.of(role.toString())))
                .orElseGet(() -> GraphErrors.noUser(asked.call(), asked.id()));
    }
}
