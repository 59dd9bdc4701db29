package io.defenderrelay.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Devices. */
final class DeviceEvidence {
    private static final Map<String, Integer> SYSTEMS =
            Map.of("windows", 100, "linux", 200, "android", 201, "macos", 300, "ios", 301);

    private DeviceEvidence() {}

    static void map(Evidence evidence) {
        Members source = evidence.source;
        ObjectNode device = Typed.object();
        String hostName = source.look("deviceDnsName");
        String name = source.look("hostName");
        Typed.put(device, "uid", source.look("mdeDeviceId"));
        Typed.put(device, "uid_alt", source.look("azureAdDeviceId"));
        Typed.put(device, "hostname", hostName);
        Typed.put(device, "name", name != null ? name : firstLabel(hostName));
        Typed.put(device, "ip", ip(source));
        if (!device.has("uid") && !device.has("name") && !device.has("ip")) {
            return;
        }
        takeNames(source, device);
        Typed.set(device, "os", os(source));
        describe(source, device);
        device.put("type_id", 0);
        evidence.entry.set("device", device);
        observe(evidence, device);
        String uid = device.path("uid").asText(null);
        evidence.resource(uid, device.path("name").asText(null), "device");
    }

    private static void takeNames(Members source, ObjectNode device) {
        for (String taken : List.of("mdeDeviceId", "azureAdDeviceId", "deviceDnsName", "hostName")) {
            if (source.look(taken) != null) {
                source.remove(taken);
            }
        }
        String domain = source.take("dnsDomain");
        Typed.put(device, "domain", domain != null ? domain : source.take("ntDomain"));
    }

    private static void describe(Members source, ObjectNode device) {
        String group = source.take("rbacGroupName");
        if (group != null) {
            device.set("groups", Typed.list(Typed.object().put("name", group)));
        }
        String risk = source.take("riskScore");
        if (risk != null) {
            device.put("risk_level_id", Words.risk(risk)).put("risk_level", risk);
        }
        Typed.put(device, "first_seen_time", source.time("firstSeenDateTime"));
    }

    private static @Nullable ObjectNode os(Members source) {
        String platform = source.take("osPlatform");
        if (platform == null) {
            return null;
        }
        ObjectNode os = Typed.object().put("name", platform).put("type_id", system(platform));
        Long build = source.takeNumber("osBuild");
        Typed.put(os, "build", build == null ? null : String.valueOf(build));
        Typed.put(os, "version", source.take("version"));
        return os;
    }

    private static int system(String platform) {
        String lower = platform.toLowerCase(Locale.ROOT);
        return SYSTEMS.entrySet().stream()
                .filter(system -> lower.startsWith(system.getKey()))
                .mapToInt(Map.Entry::getValue)
                .findFirst()
                .orElse(0);
    }

    private static @Nullable String ip(Members source) {
        String last = source.take("lastIpAddress", Typed::isIp);
        if (last != null) {
            return last;
        }
        return source.texts("ipInterfaces").stream()
                .filter(Typed::isIp)
                .findFirst()
                .orElse(null);
    }

    private static void observe(Evidence evidence, ObjectNode device) {
        Observables observables = evidence.observables;
        observables.add(Observables.HOSTNAME, device.path("hostname").asText(null));
        observables.add(Observables.RESOURCE, device.path("uid").asText(null));
        observables.add(Observables.IP_ADDRESS, device.path("ip").asText(null));
        evidence.source.texts("ipInterfaces").stream()
                .filter(Typed::isIp)
                .forEach(ip -> observables.add(Observables.IP_ADDRESS, ip));
        String external = evidence.source.look("lastExternalIpAddress");
        if (external != null && Typed.isIp(external)) {
            observables.add(Observables.IP_ADDRESS, external);
        }
        JsonNode users = evidence.source.get("loggedOnUsers");
        if (users != null) {
            users.forEach(user -> observables.add(
                    Observables.USER_NAME, user.path("accountName").textValue()));
        }
    }

    private static @Nullable String firstLabel(@Nullable String hostName) {
        if (hostName == null) {
            return null;
        }
        int dot = hostName.indexOf('.');
        return dot > 0 ? hostName.substring(0, dot) : hostName;
    }
}
