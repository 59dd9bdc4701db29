package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Consumer;

/** Evidence found on devices: the device, files, processes, the registry, malware. */
final class EndpointEvidence {

    private final EvidenceFactory make;
    private final Chance chance;

    EndpointEvidence(EvidenceFactory make) {
        this.make = make;
        this.chance = make.chance();
    }

    Map<String, Consumer<ObjectNode>> kinds() {
        return Map.of(
                "deviceEvidence", this::device,
                "fileEvidence", this::file,
                "fileHashEvidence", this::fileHash,
                "processEvidence", this::process,
                "registryKeyEvidence", this::registryKey,
                "registryValueEvidence", this::registryValue,
                "malwareEvidence", this::malware);
    }

    private void device(ObjectNode evidence) {
        EvidenceFactory.Scene scene = make.scene();
        String address = chance.privateAddress();
        evidence.put("firstSeenDateTime", make.time(chance.between(86400, 40_000_000)))
                .put("mdeDeviceId", scene.deviceId())
                .put("azureAdDeviceId", scene.directoryDeviceId())
                .put("deviceDnsName", scene.host() + ".contoso.com")
                .put("hostName", scene.host())
                .put("ntDomain", "CONTOSO")
                .put("dnsDomain", "contoso.com")
                .put("osPlatform", chance.of("Windows11", "Windows10", "WindowsServer2022", "Linux", "macOS"))
                .put("osBuild", chance.between(17763, 26100))
                .put("version", chance.of("22H2", "23H2", "24H2"))
                .put("healthStatus", chance.of("active", "active", "inactive", "noSensorData"))
                .put("riskScore", chance.of("none", "informational", "low", "medium", "high"))
                .put("rbacGroupId", chance.between(1, 90))
                .put("rbacGroupName", chance.of("Finance laptops", "Servers", "Executives", "Lab"))
                .put("onboardingStatus", "onboarded")
                .put("defenderAvStatus", chance.of("updated", "notUpdated", "disabled"))
                .put("lastIpAddress", address)
                .put("lastExternalIpAddress", chance.publicAddress());
        evidence.putArray("ipInterfaces").add(address).add("fe80::" + chance.hex(4) + ":" + chance.hex(4));
        evidence.putArray("loggedOnUsers")
                .addObject()
                .put("accountName", scene.account())
                .put("domainName", "CONTOSO");
        evidence.putArray("resourceAccessEvents")
                .addObject()
                .put("accessDateTime", make.time(30))
                .put("accountId", scene.sid())
                .put("ipAddress", address)
                .put("resourceIdentifier", scene.host() + ".contoso.com");
        if (chance.percent(15)) {
            String subscription = chance.guid();
            evidence.putObject("vmMetadata")
                    .put("vmId", chance.guid())
                    .put("cloudProvider", "azure")
                    .put(
                            "resourceId",
                            "/subscriptions/" + subscription
                                    + "/resourceGroups/rg-prod/providers/Microsoft.Compute/virtualMachines/"
                                    + scene.host())
                    .put("subscriptionId", subscription);
        } else {
            evidence.putNull("vmMetadata");
        }
    }

    private void file(ObjectNode evidence) {
        evidence.put("detectionStatus", detectionStatus())
                .put("mdeDeviceId", make.scene().deviceId());
        fileDetails(evidence.putObject("fileDetails"), chance.word() + "-" + chance.hex(6) + ".docm");
    }

    private void fileHash(ObjectNode evidence) {
        evidence.put("algorithm", "sha256").put("value", chance.hex(64));
    }

    private void process(ObjectNode evidence) {
        int started = chance.between(5, 600);
        String program = chance.of("powershell.exe", "rundll32.exe", "wscript.exe", "cmd.exe", "mshta.exe");
        evidence.put("processId", chance.between(400, 30000))
                .put("parentProcessId", chance.between(400, 30000))
                .put("processCommandLine", commandLine(program))
                .put("processCreationDateTime", make.time(started))
                .put("parentProcessCreationDateTime", make.time(started + chance.between(1, 90)))
                .put("detectionStatus", detectionStatus())
                .put("mdeDeviceId", make.scene().deviceId());
        fileDetails(evidence.putObject("imageFile"), program);
        fileDetails(
                evidence.putObject("parentProcessImageFile"), chance.of("WINWORD.EXE", "explorer.exe", "svchost.exe"));
        make.userAccount(evidence);
    }

    private void registryKey(ObjectNode evidence) {
        evidence.put("registryHive", "HKEY_LOCAL_MACHINE")
                .put("registryKey", "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\" + chance.word() + chance.hex(4));
    }

    private void registryValue(ObjectNode evidence) {
        evidence.put("mdeDeviceId", make.scene().deviceId())
                .put("registryHive", "HKEY_CURRENT_USER")
                .put("registryKey", "Software\\Microsoft\\Windows\\CurrentVersion\\Run")
                .put("registryValue", commandLine("powershell.exe"))
                .put("registryValueName", chance.word() + chance.hex(4))
                .put("registryValueType", chance.of("String", "ExpandString", "Binary"));
    }

    private void malware(ObjectNode evidence) {
        evidence.put("category", chance.of("Trojan", "Backdoor", "Ransom", "PUA"))
                .put("name", chance.of("Wacatac", "Emotet", "AgentTesla", "Casdet") + "." + chance.hex(3));
        make.some(evidence, "files", "fileEvidence", 2);
        make.some(evidence, "processes", "processEvidence", 1);
    }

    private void fileDetails(ObjectNode file, String name) {
        boolean known = chance.percent(60);
        file.put("sha1", known ? make.scene().sha1() : chance.hex(40))
                .put("sha256", known ? make.scene().sha256() : chance.hex(64))
                .putNull("sha256Ac");
        if (chance.percent(30)) {
            file.put("md5", chance.hex(32));
        } else {
            file.putNull("md5");
        }
        file.put("fileName", name)
                .put(
                        "filePath",
                        name.endsWith(".docm")
                                ? "C:\\Users\\" + make.scene().account() + "\\Downloads"
                                : "C:\\Windows\\System32")
                .put("fileSize", chance.between(1000, 9_000_000))
                .putNull("filePublisher")
                .put("signer", chance.percent(50) ? "Microsoft Windows" : null)
                .putNull("issuer");
    }

    private String detectionStatus() {
        return chance.of("detected", "detected", "blocked", "prevented");
    }

    private String commandLine(String program) {
        return program + " -nop -w hidden -enc " + chance.hex(chance.between(12, 32));
    }
}
