package io.defenderrelay.hunting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A template as it is written, see {@link HuntTemplate}. What is wrong in one is our mistake, so it fails at once. */
final class TemplateFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TECHNIQUES = Pattern.compile("T[0-9]{4}(\\.[0-9]{3})?(, T[0-9]{4}(\\.[0-9]{3})?)*");
    private static final Pattern PARAMETER =
            Pattern.compile("(?<name>[A-Za-z]{1,32}) (?<type>[a-z-]+)(?: = (?<default>\\S+))?: (?<description>.+)");

    private final String name;
    private final Deque<String> header = new ArrayDeque<>();
    private final String query;

    private TemplateFile(String name, String text) {
        this.name = name;
        List<String> lines = text.lines().toList();
        int end = lines.indexOf("");
        if (end < 0) {
            throw wrong("has no empty line after its header");
        }
        header.addAll(lines.subList(0, end));
        query = String.join("\n", lines.subList(end + 1, lines.size()));
    }

    /** @throws IllegalStateException when the text does not have the form, or its parameters and places differ */
    static HuntTemplate read(String name, String text) {
        return new TemplateFile(name, text).template();
    }

    private HuntTemplate template() {
        String title = required("title");
        String description = required("description");
        List<String> techniques = techniques();
        List<TemplateParameter> parameters = new ArrayList<>();
        while (!header.isEmpty()) {
            parameters.add(parameter(required("parameter")));
        }
        comparePlaces(parameters);
        return new HuntTemplate(name, title, description, techniques, parameters, query);
    }

    private List<String> techniques() {
        String ids = next("techniques");
        if (ids == null) {
            return List.of();
        }
        if (!TECHNIQUES.matcher(ids).matches()) {
            throw wrong("has techniques that are no ids of MITRE ATT&CK");
        }
        return List.of(ids.split(", ", -1));
    }

    private TemplateParameter parameter(String line) {
        Matcher parts = PARAMETER.matcher(line);
        if (!parts.matches()) {
            throw wrong("has the parameter '" + line + "', which is not written 'name type = default: description'");
        }
        ParameterType type = ParameterType.parse(parts.group("type"))
                .orElseThrow(() -> wrong("has a parameter of the unknown type " + parts.group("type")));
        String text = parts.group("default");
        return new TemplateParameter(
                parts.group("name"), type, parts.group("description"), text == null ? null : defaultOf(type, text));
    }

    private JsonNode defaultOf(ParameterType type, String text) {
        try {
            JsonNode value = JSON.readTree(text);
            if (type.literal(value).isPresent()) {
                return value;
            }
        } catch (JsonProcessingException notJson) {
            throw wrong("has the default " + text + ", which is no JSON");
        }
        throw wrong("has the default " + text + ", which is not " + type.rule());
    }

    private void comparePlaces(List<TemplateParameter> parameters) {
        Set<String> declared = new TreeSet<>(Set.of(HuntTemplate.MAX_ROWS));
        for (TemplateParameter parameter : parameters) {
            if (!declared.add(parameter.name())) {
                throw wrong("declares " + parameter.name() + " twice");
            }
        }
        Set<String> places = HuntTemplate.PLACEHOLDER
                .matcher(query)
                .results()
                .map(place -> place.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!places.equals(declared)) {
            throw wrong("declares " + declared + " and uses " + places);
        }
    }

    private String required(String key) {
        String value = next(key);
        if (value == null) {
            throw wrong("has no '// " + key + ": ' where the header should have it");
        }
        return value;
    }

    /** What the header's next line says, taken from it, if it is of this key. */
    private @Nullable String next(String key) {
        String line = header.peek();
        String start = "// " + key + ": ";
        if (line == null || !line.startsWith(start) || line.length() == start.length()) {
            return null;
        }
        header.remove();
        return line.substring(start.length());
    }

    private IllegalStateException wrong(String what) {
        return new IllegalStateException("Template hunts/" + name + ".kql " + what);
    }
}
