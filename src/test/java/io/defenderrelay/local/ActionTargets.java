package io.defenderrelay.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.simulated.SimulatedTenant;
import java.time.Duration;
import java.util.List;

/** What can be acted on in the simulated tenant of a local run, and by whom. */
final class ActionTargets {
    static final String DEVICE = "fin-lt-014.contoso.com";
    static final String USER = "jo@contoso.com";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> READER = List.of(
            "User.Read.All",
            "Directory.Read.All",
            "IdentityRiskyUser.Read.All",
            "RoleEligibilitySchedule.Read.Directory");

    private ActionTargets() {}

    /** Adds a device and a user, and lets the second application act on them; actions take seconds. */
    static void addTo(SimulatedTenant tenant) {
        tenant.estate().machines().add(DEVICE);
        tenant.estate().users().add(USER);
        tenant.estate().actions().takes(Duration.ofSeconds(2), Duration.ofSeconds(3));
        tenant.signIn().grantDefender("Machine.Read.All");
        READER.forEach(tenant::grant);
        for (ActionKind kind : ActionKind.values()) {
            tenant.signIn().grantResponder(kind.permission());
            tenant.signIn().grantResponderDefender(kind.permission());
        }
    }

    /** The tenant's settings, with every kind of action allowed, and the secret of the application that reads. */
    static TenantFile file(SimulatedTenant tenant) {
        TenantFile file = RunTenant.file(tenant.tenantId(), tenant.clientId(), tenant.clientSecret());
        try {
            ObjectNode settings = (ObjectNode) JSON.readTree(file.settings());
            ArrayNode kinds =
                    settings.putObject("remediation").put("enabled", true).putArray("kinds");
            for (ActionKind kind : ActionKind.values()) {
                kinds.add(kind.word());
            }
            return new TenantFile(settings.toString(), file.secret());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The secret of the application that acts. */
    static String responder(SimulatedTenant tenant) {
        return RunTenant.file(
                        tenant.tenantId(),
                        tenant.signIn().responderClientId(),
                        tenant.signIn().responderSecret())
                .secret();
    }
}
