package io.defenderrelay.simulated;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The properties of an alert or incident that {@code $filter} accepts. Source: Microsoft Graph, "List alerts_v2"; enum members from
 * the v1.0 metadata in the order of the wire.
 */
enum FilterProperty {
    ASSIGNED_TO("assignedTo", Kind.TEXT, ""),
    CLASSIFICATION(
            "classification",
            Kind.ENUM,
            "unknown falsePositive truePositive informationalExpectedActivity unknownFutureValue"),
    DETERMINATION(
            "determination",
            Kind.ENUM,
            "unknown apt malware securityPersonnel securityTesting unwantedSoftware other multiStagedAttack"
                    + " compromisedAccount phishing maliciousUserActivity notMalicious notEnoughDataToValidate"
                    + " confirmedActivity lineOfBusinessApplication unknownFutureValue"),
    CREATED("createdDateTime", Kind.TIME, ""),
    UPDATED("lastUpdateDateTime", Kind.TIME, ""),
    SEVERITY("severity", Kind.ENUM, "unknown informational low medium high unknownFutureValue"),
    SERVICE_SOURCE(
            "serviceSource",
            Kind.ENUM,
            "unknown microsoftDefenderForEndpoint microsoftDefenderForIdentity microsoftDefenderForCloudApps"
                    + " microsoftDefenderForOffice365 microsoft365Defender azureAdIdentityProtection"
                    + " microsoftAppGovernance dataLossPrevention unknownFutureValue microsoftDefenderForCloud"
                    + " microsoftSentinel microsoftInsiderRiskManagement microsoftThreatIntelligence"
                    + " microsoftSecurityForAI"),
    /** Its members differ between alerts and incidents, see {@link Entity}. */
    STATUS("status", Kind.ENUM, "");

    /** What a property holds, which decides how its literals look. */
    enum Kind {
        TEXT,
        ENUM,
        TIME
    }

    private final String wireName;
    private final Kind kind;
    private final String members;

    FilterProperty(String wireName, Kind kind, String members) {
        this.wireName = wireName;
        this.kind = kind;
        this.members = members;
    }

    String wireName() {
        return wireName;
    }

    Kind kind() {
        return kind;
    }

    boolean hasMember(String literal) {
        return List.of(members.split(" ")).stream().anyMatch(literal::equalsIgnoreCase);
    }

    static Optional<FilterProperty> named(String name) {
        return Arrays.stream(values())
                .filter(property -> property.wireName.equals(name))
                .findFirst();
    }
}
