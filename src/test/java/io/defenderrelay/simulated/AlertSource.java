package io.defenderrelay.simulated;

import java.util.Arrays;
import java.util.List;

/** The thirteen products that raise alerts: their id prefix, detectors' names and the evidence typical of each. */
enum AlertSource {
    ENDPOINT(
            "microsoftDefenderForEndpoint",
            "da",
            "Microsoft Defender for Endpoint",
            34,
            "microsoftDefenderForEndpoint antivirus smartScreen customTi automatedInvestigation",
            "deviceEvidence userEvidence processEvidence processEvidence fileEvidence fileEvidence registryValueEvidence"
                    + " registryKeyEvidence ipEvidence urlEvidence fileHashEvidence malwareEvidence"
                    + " networkConnectionEvidence"),
    OFFICE(
            "microsoftDefenderForOffice365",
            "fa",
            "Microsoft Defender for Office 365",
            18,
            "microsoftDefenderForOffice365",
            "analyzedMessageEvidence analyzedMessageEvidence mailboxEvidence mailClusterEvidence urlEvidence fileEvidence"
                    + " submissionMailEvidence mailboxConfigurationEvidence teamsMessageEvidence"),
    IDENTITY(
            "microsoftDefenderForIdentity",
            "aa",
            "Microsoft Defender for Identity",
            8,
            "microsoftDefenderForIdentity",
            "userEvidence userEvidence deviceEvidence ipEvidence activeDirectoryDomainEvidence securityGroupEvidence"
                    + " hostLogonSessionEvidence"),
    CLOUD_APPS(
            "microsoftDefenderForCloudApps",
            "ca",
            "Microsoft Defender for Cloud Apps",
            8,
            "cloudAppSecurity",
            "userEvidence cloudApplicationEvidence ipEvidence gitHubOrganizationEvidence gitHubRepoEvidence"
                    + " gitHubUserEvidence"),
    XDR(
            "microsoft365Defender",
            "ra",
            "Microsoft Defender XDR",
            7,
            "microsoft365Defender customDetection",
            "deviceEvidence userEvidence processEvidence fileEvidence ipEvidence"),
    ENTRA(
            "azureAdIdentityProtection",
            "ad",
            "Microsoft Entra ID Protection",
            6,
            "azureAdIdentityProtection",
            "userEvidence ipEvidence cloudLogonRequestEvidence cloudLogonSessionEvidence"),
    APP_GOVERNANCE(
            "microsoftAppGovernance",
            "ma",
            "App Governance",
            2,
            "appGovernancePolicy appGovernanceDetection",
            "oauthApplicationEvidence servicePrincipalEvidence"),
    DLP(
            "dataLossPrevention",
            "dl",
            "Microsoft Data Loss Prevention",
            3,
            "microsoftDataLossPrevention",
            "userEvidence fileEvidence deviceEvidence"),
    CLOUD(
            "microsoftDefenderForCloud",
            "dc",
            "Microsoft Defender for Cloud",
            6,
            "microsoftDefenderForContainers microsoftDefenderForServers microsoftDefenderForStorage microsoftDefenderForIoT"
                    + " microsoftDefenderForDNS microsoftDefenderForKeyVault",
            "azureResourceEvidence amazonResourceEvidence googleCloudResourceEvidence blobContainerEvidence blobEvidence"
                    + " sasTokenEvidence containerEvidence containerImageEvidence containerRegistryEvidence"
                    + " kubernetesClusterEvidence kubernetesControllerEvidence kubernetesNamespaceEvidence"
                    + " kubernetesPodEvidence kubernetesSecretEvidence kubernetesServiceAccountEvidence"
                    + " kubernetesServiceEvidence dnsEvidence ioTDeviceEvidence nicEvidence"),
    SENTINEL(
            "microsoftSentinel",
            "sn",
            "Microsoft Sentinel",
            4,
            "scheduledAlerts nrtAlerts builtInMl",
            "userEvidence ipEvidence deviceEvidence dnsEvidence urlEvidence"),
    INSIDER_RISK(
            "microsoftInsiderRiskManagement",
            "ir",
            "Microsoft Purview Insider Risk Management",
            1,
            "microsoftInsiderRiskManagement",
            "userEvidence"),
    THREAT_INTELLIGENCE(
            "microsoftThreatIntelligence",
            "ta",
            "Microsoft Threat Intelligence",
            2,
            "microsoftThreatIntelligence",
            "ipEvidence urlEvidence fileHashEvidence dnsEvidence"),
    SECURITY_FOR_AI(
            "microsoftSecurityForAI",
            "dc",
            "Microsoft Security for AI",
            1,
            "microsoftDefenderForAIServices",
            "aiAgentEvidence userEvidence azureResourceEvidence");

    private final String wireName;
    private final String prefix;
    private final String product;
    private final int share;
    private final String detections;
    private final String evidence;

    AlertSource(String wireName, String prefix, String product, int share, String detections, String evidence) {
        this.wireName = wireName;
        this.prefix = prefix;
        this.product = product;
        this.share = share;
        this.detections = detections;
        this.evidence = evidence;
    }

    /** One of them, each as often as its share of a hundred. */
    static AlertSource any(Chance chance) {
        int left = chance.below(
                Arrays.stream(values()).mapToInt(source -> source.share).sum());
        for (AlertSource source : values()) {
            left -= source.share;
            if (left < 0) {
                return source;
            }
        }
        return ENDPOINT;
    }

    String wireName() {
        return wireName;
    }

    String prefix() {
        return prefix;
    }

    String product() {
        return product;
    }

    List<String> detections() {
        return List.of(detections.split(" "));
    }

    List<String> evidence() {
        return List.of(evidence.split(" "));
    }
}
