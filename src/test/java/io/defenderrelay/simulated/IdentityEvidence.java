package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Evidence about users, sign-ins, groups and applications. */
final class IdentityEvidence {

    private final EvidenceFactory make;
    private final Chance chance;

    IdentityEvidence(EvidenceFactory make) {
        this.make = make;
        this.chance = make.chance();
    }

    Map<String, Consumer<ObjectNode>> kinds() {
        return Map.of(
                "userEvidence", this::user,
                "activeDirectoryDomainEvidence", this::domain,
                "cloudLogonRequestEvidence", evidence -> evidence.put("requestId", chance.guid()),
                "cloudLogonSessionEvidence", this::cloudLogonSession,
                "hostLogonSessionEvidence", this::hostLogonSession,
                "securityGroupEvidence", this::securityGroup,
                "oauthApplicationEvidence", this::oauthApplication,
                "servicePrincipalEvidence", this::servicePrincipal,
                "cloudApplicationEvidence", this::cloudApplication,
                "aiAgentEvidence", this::aiAgent);
    }

    /** A userAccount, which other kinds hold too. */
    void account(ObjectNode account) {
        EvidenceFactory.Scene scene = make.scene();
        String name = scene.account();
        account.put("accountName", name)
                .put("domainName", "CONTOSO")
                .put("userSid", scene.sid())
                .put("azureAdUserId", scene.userId())
                .put("userPrincipalName", name + "@contoso.com")
                .put("displayName", chance.displayName(name))
                .put("activeDirectoryObjectGuid", scene.directoryGuid())
                .put("tenantId", make.tenantId());
        ObjectNode access = account.putArray("resourceAccessEvents").addObject();
        access.put("accessDateTime", make.time(30))
                .put("accountId", scene.sid())
                .put("ipAddress", "10.0.0.5")
                .put("resourceIdentifier", scene.host() + ".contoso.com");
    }

    private void user(ObjectNode evidence) {
        evidence.putNull("stream");
        make.userAccount(evidence);
    }

    private void domain(ObjectNode evidence) {
        evidence.put("activeDirectoryDomainName", chance.word() + ".contoso.com");
        evidence.putArray("trustedDomains");
    }

    private void cloudLogonSession(ObjectNode evidence) {
        evidence.put("sessionId", chance.guid())
                .put("browser", "Chrome " + chance.between(120, 145) + ".0")
                .putNull("deviceName")
                .put("operatingSystem", chance.of("Windows 11", "Windows 10", "macOS", "Android"))
                .put("previousLogonDateTime", make.time(chance.between(3600, 86400)))
                .put("protocol", chance.of("OAuth2", "SAML", "WS-Fed"))
                .put("startUtcDateTime", make.time(chance.between(60, 3600)))
                .put("userAgent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36");
        evidence.set("account", make.make("userEvidence"));
    }

    private void hostLogonSession(ObjectNode evidence) {
        evidence.set("account", make.make("userEvidence"));
        evidence.set("host", make.make("deviceEvidence"));
        evidence.put("sessionId", String.valueOf(chance.below(1L << 40)))
                .put("startUtcDateTime", make.time(chance.between(600, 7200)))
                .putNull("endUtcDateTime");
    }

    private void securityGroup(ObjectNode evidence) {
        String name = chance.of("Domain Admins", "Backup Operators", "Finance Owners", "Exchange Servers");
        evidence.put("securityGroupId", chance.guid())
                .put("displayName", name)
                .putNull("friendlyName")
                .put("distinguishedName", "CN=" + name + ",CN=Users,DC=contoso,DC=com")
                .put("sid", chance.sid())
                .put("activeDirectoryObjectGuid", chance.guid());
    }

    private void oauthApplication(ObjectNode evidence) {
        evidence.put("appId", chance.guid())
                .put("displayName", "Mail " + chance.word())
                .put("objectId", chance.guid())
                .put("publisher", chance.of("Fabrikam", "Northwind Traders", "Tailspin Toys"));
    }

    private void servicePrincipal(ObjectNode evidence) {
        evidence.put("appId", chance.guid())
                .put("appOwnerTenantId", chance.guid())
                .put("servicePrincipalName", chance.word() + " connector")
                .put("servicePrincipalObjectId", chance.guid())
                .put("servicePrincipalType", chance.of("application", "managedIdentity", "legacy"))
                .put("tenantId", make.tenantId());
    }

    private void cloudApplication(ObjectNode evidence) {
        int app = chance.of(List.of(20892, 11161, 20893));
        evidence.put("appId", app)
                .put("displayName", chance.of("Microsoft SharePoint Online", "Microsoft 365", "Salesforce"))
                .put("instanceId", chance.below(100))
                .put("instanceName", "Contoso " + chance.word())
                .put("saasAppId", app);
        evidence.putObject("stream").put("name", chance.word());
    }

    private void aiAgent(ObjectNode evidence) {
        evidence.put("agentId", chance.guid())
                .put("agentName", chance.word() + " assistant")
                .put("hostingPlatformType", chance.of("azureAIFoundry", "copilotStudio", "copilot"))
                .put("instructions", "Answer questions about " + chance.word() + " and " + chance.word() + " only.");
    }
}
