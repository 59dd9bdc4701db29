package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Evidence about addresses, connections, things on the network, and GitHub. */
final class NetworkEvidence {

    private final EvidenceFactory make;
    private final Chance chance;

    NetworkEvidence(EvidenceFactory make) {
        this.make = make;
        this.chance = make.chance();
    }

    Map<String, Consumer<ObjectNode>> kinds() {
        return Map.of(
                "ipEvidence", this::ip,
                "urlEvidence", evidence -> evidence.put("url", chance.url()),
                "dnsEvidence", this::dns,
                "networkConnectionEvidence", this::connection,
                "nicEvidence", this::nic,
                "ioTDeviceEvidence", this::ioTDevice,
                "gitHubOrganizationEvidence", this::gitHubOrganization,
                "gitHubRepoEvidence", this::gitHubRepo,
                "gitHubUserEvidence", this::gitHubUser);
    }

    private void ip(ObjectNode evidence) {
        boolean known = chance.percent(60);
        evidence.put("ipAddress", known ? chance.publicAddress() : chance.privateAddress())
                .put("countryLetterCode", known ? chance.of("NL", "DE", "SE", "BR", "CA") : null);
        if (known && chance.percent(50)) {
            evidence.putObject("location")
                    .put("city", chance.of("Stockholm", "Utrecht", "Leipzig", "Montreal"))
                    .put("countryName", chance.of("SE", "NL", "DE", "CA"))
                    .put("latitude", chance.between(-80, 80) + 0.25)
                    .put("longitude", chance.between(-170, 170) + 0.5)
                    .putNull("state");
        } else {
            evidence.putNull("location");
        }
        evidence.putNull("stream");
    }

    private void dns(ObjectNode evidence) {
        evidence.put("domainName", chance.domain());
        make.maybe(evidence, "dnsServerIp", "ipEvidence", 70);
        make.maybe(evidence, "hostIpAddress", "ipEvidence", 70);
        make.some(evidence, "ipAddresses", "ipEvidence", 2);
    }

    private void connection(ObjectNode evidence) {
        evidence.set("destinationAddress", make.make("ipEvidence"));
        evidence.put("destinationPort", chance.of(List.of(443, 445, 3389, 8080)))
                .put("protocol", chance.of("tcp", "udp"));
        evidence.set("sourceAddress", make.make("ipEvidence"));
        evidence.put("sourcePort", chance.between(1025, 65535));
    }

    private void nic(ObjectNode evidence) {
        make.maybe(evidence, "ipAddress", "ipEvidence", 80);
        evidence.put("macAddress", chance.macAddress());
        evidence.putArray("vlans").add("vlan" + chance.between(1, 4094));
    }

    private void ioTDevice(ObjectNode evidence) {
        evidence.put("deviceId", chance.guid())
                .put("deviceName", "plc-" + chance.hex(6))
                .put("devicePageLink", "https://portal.azure.com/#device/" + chance.guid())
                .put("deviceSubType", "PLC")
                .put("deviceType", "Industrial")
                .put("importance", chance.of("low", "normal", "high"));
        make.maybe(evidence, "ioTHub", "azureResourceEvidence", 50);
        evidence.put("ioTSecurityAgentId", chance.guid());
        make.maybe(evidence, "ipAddress", "ipEvidence", 80);
        evidence.put("isAuthorized", true)
                .put("isProgramming", false)
                .put("isScanner", chance.percent(10))
                .put("macAddress", chance.macAddress())
                .put("manufacturer", "Fabrikam Controls")
                .put("model", "FC-" + chance.between(100, 999));
        make.some(evidence, "nics", "nicEvidence", 1);
        evidence.put("operatingSystem", "VxWorks");
        evidence.putArray("owners").add("ot@contoso.com");
        evidence.putArray("protocols").add("modbus");
        evidence.put("purdueLayer", "ProcessControl")
                .put("sensor", "sensor-" + chance.hex(4))
                .put("serialNumber", chance.hex(12))
                .put("site", "Plant " + chance.between(1, 9))
                .put("source", "Microsoft Defender for IoT");
        make.maybe(evidence, "sourceRef", "urlEvidence", 50);
        evidence.put("zone", "Line " + chance.between(1, 9));
    }

    private void gitHubOrganization(ObjectNode evidence) {
        String login = "contoso-" + chance.word();
        evidence.put("company", "Contoso")
                .put("displayName", login)
                .put("email", login + "@contoso.com")
                .put("login", login)
                .put("orgId", String.valueOf(chance.between(1000, 99_999_999)))
                .put("webUrl", "https://github.com/" + login);
    }

    private void gitHubRepo(ObjectNode evidence) {
        String repository = chance.word() + "-" + chance.hex(4);
        evidence.put("baseUrl", "https://github.com/contoso/" + repository)
                .put("login", "contoso")
                .put("owner", "contoso")
                .put("ownerType", "Organization")
                .put("repoId", String.valueOf(chance.between(1000, 999_999_999)));
    }

    private void gitHubUser(ObjectNode evidence) {
        String account = make.scene().account();
        evidence.put("email", account + "@contoso.com")
                .put("login", account.replace('.', '-'))
                .put("name", chance.displayName(account))
                .put("userId", String.valueOf(chance.between(1000, 99_999_999)))
                .put("webUrl", "https://github.com/" + account.replace('.', '-'));
    }
}
