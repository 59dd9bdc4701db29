package io.defenderrelay.microsoft;

import java.util.List;

/**
 * A remote collection of findings: where it is, how it may be asked.
 *
 * @param noun for messages, plural
 * @param permission the least application permission that lists it
 * @param pageSize records asked for at a time
 * @param smallestPage records asked for at a time where a larger page fails
 * @param splits properties by whose values one moment with too many records can be parted, in order of use
 */
public record FindingCollection(
        String path, String noun, String permission, int pageSize, int smallestPage, List<Split> splits) {

    /** Source: Microsoft Graph, "List alerts_v2"; the sources and severities are its enumerations' documented members. */
    public static final FindingCollection ALERTS = new FindingCollection(
            "/v1.0/security/alerts_v2",
            "alerts",
            "SecurityAlert.Read.All",
            500,
            25,
            List.of(
                    new Split(
                            "serviceSource",
                            List.of(
                                    "microsoftDefenderForEndpoint",
                                    "microsoftDefenderForIdentity",
                                    "microsoftDefenderForCloudApps",
                                    "microsoftDefenderForOffice365",
                                    "microsoft365Defender",
                                    "azureAdIdentityProtection",
                                    "microsoftAppGovernance",
                                    "dataLossPrevention",
                                    "microsoftDefenderForCloud",
                                    "microsoftSentinel",
                                    "microsoftInsiderRiskManagement",
                                    "microsoftThreatIntelligence",
                                    "microsoftSecurityForAI",
                                    "unknown")),
                    new Split("severity", List.of("unknown", "informational", "low", "medium", "high"))));

    /**
     * A larger page than 50 is refused, and expanding alerts fails for good in large tenants. Source: Microsoft Graph,
     * "List incidents"; wazuh, issue 28070; elastic/integrations, issue 18144.
     */
    public static final FindingCollection INCIDENTS = new FindingCollection(
            "/v1.0/security/incidents",
            "incidents",
            "SecurityIncident.Read.All",
            50,
            1,
            List.of(
                    new Split("severity", List.of("unknown", "informational", "low", "medium", "high")),
                    new Split("status", List.of("active", "inProgress", "resolved", "redirected", "awaitingAction"))));

    public FindingCollection {
        splits = List.copyOf(splits);
    }

    /** The application permission that changes its records. */
    String writePermission() {
        return permission.replace(".Read.", ".ReadWrite.");
    }

    /** A filterable property and the values it is known to take. */
    public record Split(String property, List<String> values) {
        public Split {
            values = List.copyOf(values);
        }
    }
}
