package io.defenderrelay.local;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A function as {@code template.yaml} deploys it.
 *
 * @param environment the template's variables, with what its references stand for on this machine
 */
record FunctionPlan(String name, Duration timeout, int memoryMegabytes, Map<String, String> environment) {
    FunctionPlan {
        environment = Map.copyOf(environment);
    }

    /** The same function with more variables. */
    FunctionPlan with(Map<String, String> variables) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(variables);
        return new FunctionPlan(name, timeout, memoryMegabytes, all);
    }
}
