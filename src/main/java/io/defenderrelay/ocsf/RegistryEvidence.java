package io.defenderrelay.ocsf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Keys and values of the Windows registry. Hive and key stay in the data: the path joins them. */
final class RegistryEvidence {
    private RegistryEvidence() {}

    static void mapKey(Evidence evidence) {
        String path = path(evidence.source);
        if (path != null) {
            evidence.entry.set("reg_key", Typed.object().put("path", path));
            evidence.observables.add(Observables.REGISTRY_PATH, path);
        }
    }

    static void mapValue(Evidence evidence) {
        String path = path(evidence.source);
        String name = evidence.source.look("registryValueName");
        if (path == null || name == null) {
            return;
        }
        evidence.source.remove("registryValueName");
        ObjectNode value = Typed.object().put("path", path).put("name", name);
        Typed.set(value, "data", evidence.source.remove("registryValue"));
        Typed.put(value, "type", evidence.source.take("registryValueType"));
        evidence.entry.set("reg_value", value);
        evidence.observables.add(Observables.REGISTRY_PATH, path);
    }

    private static @Nullable String path(Members source) {
        String hive = source.look("registryHive");
        String key = source.look("registryKey");
        if (hive == null || key == null) {
            return key;
        }
        return hive + "\\" + key;
    }
}
