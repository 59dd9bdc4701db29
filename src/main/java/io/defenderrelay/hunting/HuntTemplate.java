package io.defenderrelay.hunting;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.problem.InvalidRequestException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query of ours with places for values. It stands in {@code hunts/<name>.kql}, below a header of comment lines that is not
 * sent and that ends at the first empty line:
 *
 * <pre>
 * // title: Timeline of a device
 * // description: What Defender recorded on a device shortly before and after a time.
 * // techniques: T1059, T1059.001
 * // parameter: device device-id: The device's id in Defender.
 * // parameter: window timespan = "PT15M": How far to look before and after the time.
 *
 * DeviceEvents
 * | where DeviceId == ${device} ...
 * | top ${maxRows} by Timestamp desc
 * </pre>
 *
 * The lines come in this order; techniques (ids of MITRE ATT&amp;CK) and parameters may be absent. A parameter has a name of
 * letters, a {@link ParameterType}, perhaps a default in JSON without blanks, and a description. In the query
 * {@code ${name}} stands where a literal may stand, never in a text or comment, and {@code ${maxRows}} once, in the last
 * operator.
 *
 * @param name in kebab-case
 * @param techniques ids of MITRE ATT&amp;CK
 */
record HuntTemplate(
        String name,
        String title,
        String description,
        List<String> techniques,
        List<TemplateParameter> parameters,
        String query) {
    /** The place for the most rows, which every template has and no header declares. */
    static final String MAX_ROWS = "maxRows";

    static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z]{1,32})}");

    private static final int MOST_ROWS = 100_000;
    private static final Pattern PRINTABLE = Pattern.compile("[A-Za-z]{1,32}");

    HuntTemplate {
        techniques = List.copyOf(techniques);
        parameters = List.copyOf(parameters);
    }

    /**
     * The query to send: each value is one literal, whatever is in it.
     *
     * @param values the request's object of parameters; missing when it has none
     * @param maxRows 1 to 100,000
     * @throws InvalidRequestException for the first parameter that is unknown, missing or of the wrong type
     */
    String bind(JsonNode values, int maxRows) {
        if (maxRows < 1 || maxRows > MOST_ROWS) {
            throw new IllegalArgumentException("A hunt brings 1 to " + MOST_ROWS + " rows, not " + maxRows);
        }
        refuseUnknown(values);
        Map<String, String> literals = new HashMap<>();
        literals.put(MAX_ROWS, Integer.toString(maxRows));
        parameters.forEach(
                parameter -> literals.put(parameter.name(), parameter.literal(values.path(parameter.name()))));
        return PLACEHOLDER
                .matcher(query)
                .replaceAll(place -> Matcher.quoteReplacement(Objects.requireNonNull(literals.get(place.group(1)))));
    }

    private void refuseUnknown(JsonNode values) {
        if (values.isMissingNode()) {
            return;
        }
        if (!values.isObject()) {
            throw new InvalidRequestException("parameters", "'parameters' must be a JSON object");
        }
        List<String> known = parameters.stream().map(TemplateParameter::name).toList();
        values.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw unknown(name, known);
            }
        });
    }

    private static InvalidRequestException unknown(String name, List<String> known) {
        boolean printable = PRINTABLE.matcher(name).matches();
        return new InvalidRequestException(
                printable ? "parameters." + name : "parameters",
                "Parameter '" + (printable ? name : "(unprintable)") + "' is not one of this template's; known are "
                        + String.join(", ", known));
    }
}
