package io.defenderrelay.hunting;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.problem.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * A value that a template asks for.
 *
 * @param defaultValue taken when none is given; null when one must be
 */
record TemplateParameter(
        String name,
        ParameterType type,
        String description,
        @Nullable JsonNode defaultValue) {
    /**
     * The value as one token of KQL.
     *
     * @param given missing when the request does not name the parameter
     * @throws InvalidRequestException when it is missing without need, or not of the type; never repeats it
     */
    String literal(JsonNode given) {
        JsonNode value = given.isMissingNode() && defaultValue != null ? defaultValue : given;
        if (value.isMissingNode()) {
            throw refused("is missing: give it " + type.rule());
        }
        return type.literal(value).orElseThrow(() -> refused("must be " + type.rule()));
    }

    private InvalidRequestException refused(String what) {
        return new InvalidRequestException("parameters." + name, "Parameter '" + name + "' " + what);
    }
}
