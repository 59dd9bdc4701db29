package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Answers {@code /identityProtection/riskyUsers}. */
final class RiskCalls {

    private static final Set<String> WRITE = Set.of("IdentityRiskyUser.ReadWrite.All");
    private static final Set<String> READ = Set.of("IdentityRiskyUser.Read.All", "IdentityRiskyUser.ReadWrite.All");
    private static final String PATH = "/identityProtection/riskyUsers/";
    private static final int MOST = 60;

    private final RiskyUsers risks;
    private final DirectoryUsers users;

    RiskCalls(RiskyUsers risks, DirectoryUsers users) {
        this.risks = risks;
        this.users = users;
    }

    List<Route> routes() {
        return List.of(
                change("confirmCompromised"),
                change("dismiss"),
                Route.of(Target.RISK, Route.directory("GET", PATH + "{}"), READ, this::read));
    }

    private Route change(String verb) {
        return Route.of(Target.RISK_WRITE, Route.directory("POST", PATH + verb), WRITE, asked -> change(verb, asked));
    }

    private Answer read(Asked asked) {
        if (!risks.premium()) {
            return GraphErrors.notPremium(asked.call());
        }
        String name = users.find(asked.id())
                .map(user -> user.seen(Instant.MAX).path("userPrincipalName").asText())
                .orElse("");
        return risks.read(asked.id(), name, asked.at())
                .map(risk -> Answer.json(200, Body.of(risk.toString())))
                .orElseGet(() -> GraphErrors.noUser(asked.call(), asked.id()));
    }

    private Answer change(String verb, Asked asked) {
        if (!risks.premium()) {
            return GraphErrors.notPremium(asked.call());
        }
        JsonNode ids = asked.json().path("userIds");
        if (!ids.isArray() || ids.isEmpty() || ids.size() > MOST) {
            throw new InvalidQuery("Request_BadRequest", "The property 'userIds' is not valid.");
        }
        for (JsonNode id : ids) {
            if (users.find(id.asText()).isEmpty()) {
                return GraphErrors.noUser(asked.call(), id.asText());
            }
        }
        ids.forEach(id -> risks.change(id.asText(), verb, asked.at()));
        return Answer.json(204, Body.of(""));
    }
}
