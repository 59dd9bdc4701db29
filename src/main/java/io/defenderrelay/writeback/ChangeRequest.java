package io.defenderrelay.writeback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.model.Kind;
import io.defenderrelay.ocsf.Verdict;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.problem.UnprocessableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants an alert or incident to say, checked before anything is sent.
 *
 * @param members by Microsoft's names; a null is JSON's
 */
record ChangeRequest(SortedMap<String, JsonNode> members) {
    private static final int LONGEST_TEXT = 4_000;
    private static final int LONGEST_NAME = 256;
    private static final int MOST_TAGS = 100;
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{1,32}");
    private static final Set<String> OF_ALERTS =
            Set.of("status", "classification", "determination", "assignedTo", "customDetails", "verdict");
    private static final Set<String> OF_INCIDENTS = Set.of(
            "status",
            "classification",
            "determination",
            "assignedTo",
            "customTags",
            "description",
            "displayName",
            "severity",
            "resolvingComment",
            "summary",
            "verdict");
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Reads the body of a request; refuses the first member that cannot be used, by its name. */
    static ChangeRequest read(Kind kind, String body) {
        ObjectNode root = object(body);
        Set<String> known = kind == Kind.ALERT ? OF_ALERTS : OF_INCIDENTS;
        SortedMap<String, JsonNode> members = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : root.properties()) {
            if (!known.contains(member.getKey())) {
                String shown = WORD.matcher(member.getKey()).matches() ? member.getKey() : "(unprintable)";
                throw refused(
                        "body",
                        "Member '" + shown + "' cannot be changed; known are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
            members.put(member.getKey(), checked(kind, member.getKey(), member.getValue()));
        }
        if (members.isEmpty()) {
            throw refused("body", "The body changes nothing: name at least one member");
        }
        verdict(members);
        pair(members);
        return new ChangeRequest(members);
    }

    static ObjectNode object(String body) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException notJson) {
            throw refused("body", "The body must be one JSON object without double members");
        }
        throw refused("body", "The body must be one JSON object");
    }

    private static JsonNode checked(Kind kind, String name, JsonNode value) {
        return switch (name) {
            case "verdict" -> {
                require(value.isInt(), name, "must be the number of an OCSF verdict");
                yield value;
            }
            case "status", "severity", "classification", "determination" -> word(kind, name, value);
            case "customTags" -> tags(value);
            case "customDetails" -> details(value);
            case "displayName" -> text(name, value, LONGEST_NAME, false);
            case "assignedTo" -> text(name, value, LONGEST_NAME, true);
            default -> text(name, value, LONGEST_TEXT, true);
        };
    }

    private static JsonNode word(Kind kind, String name, JsonNode value) {
        List<String> words = Words.of(kind, name);
        require(value.isTextual(), name, "must be one of " + String.join(", ", words));
        String word = Words.canonical(value.textValue(), words);
        if (!words.contains(word)) {
            throw new UnprocessableException(name, "'" + name + "' must be one of " + String.join(", ", words));
        }
        return JsonNodeFactory.instance.textNode(word);
    }

    private static JsonNode text(String name, JsonNode value, int longest, boolean nullable) {
        require(
                plain(value, longest) || (nullable && value.isNull()),
                name,
                "must be a text of at most " + longest + " characters without control characters"
                        + (nullable ? ", or null" : ""));
        return value;
    }

    private static JsonNode tags(JsonNode value) {
        boolean right = value.isArray() && value.size() <= MOST_TAGS;
        for (JsonNode tag : value) {
            right &= plain(tag, LONGEST_NAME) && !tag.textValue().isBlank();
        }
        require(
                right,
                "customTags",
                "must be a list of at most " + MOST_TAGS + " texts of 1 to 256 characters without control characters");
        return value;
    }

    private static JsonNode details(JsonNode value) {
        boolean right = value.isObject() && value.size() <= MOST_TAGS;
        for (Map.Entry<String, JsonNode> detail : value.properties()) {
            right &= plain(detail.getValue(), LONGEST_TEXT) && plain(detail.getKey(), LONGEST_NAME);
        }
        require(
                right,
                "customDetails",
                "must be an object of at most " + MOST_TAGS + " texts without control characters");
        return value;
    }

    private static boolean plain(JsonNode value, int longest) {
        return value.isTextual() && plain(value.textValue(), longest);
    }

    /** Whether the text is no longer than that, and has no control characters but line breaks. */
    static boolean plain(String text, int longest) {
        return text.length() <= longest
                && text.chars().noneMatch(letter -> Character.isISOControl(letter) && letter != '\n');
    }

    /** Puts the pair of words in place of a verdict; a determination given beside it says it more exactly. */
    private static void verdict(SortedMap<String, JsonNode> members) {
        JsonNode number = members.remove("verdict");
        if (number == null) {
            return;
        }
        Optional<Verdict> verdict = Verdict.writable(number.intValue());
        if (verdict.isEmpty() || members.containsKey("classification")) {
            throw new UnprocessableException(
                    "verdict",
                    "'verdict' must be 1 (false positive), 2 (true positive), 5 (benign), 6 (test) or 7 (insufficient"
                            + " data), and not stand beside 'classification'");
        }
        put(members, "classification", verdict.get().classification());
        JsonNode determination = members.get("determination");
        if (determination == null) {
            put(members, "determination", verdict.get().determination());
        } else if (Verdict.of(verdict.get().classification().orElse(null), determination.textValue())
                != verdict.get()) {
            throw new UnprocessableException(
                    "determination",
                    "With this 'determination' the verdict would be another than 'verdict' says: leave one of them out");
        }
    }

    private static void put(SortedMap<String, JsonNode> members, String name, Optional<String> word) {
        word.ifPresent(text -> members.put(name, JsonNodeFactory.instance.textNode(text)));
    }

    /** Microsoft wants both words of a pair, and only some pairs mean anything. */
    private static void pair(SortedMap<String, JsonNode> members) {
        @Nullable JsonNode classification = members.get("classification");
        @Nullable JsonNode determination = members.get("determination");
        if (classification == null && determination == null) {
            return;
        }
        if (classification == null || determination == null) {
            throw new UnprocessableException(
                    classification == null ? "classification" : "determination",
                    "'classification' and 'determination' are set together: name both");
        }
        List<String> allowed = Words.PAIRS.getOrDefault(classification.textValue(), List.of());
        if (!allowed.contains(determination.textValue())) {
            throw new UnprocessableException(
                    "determination",
                    "With 'classification' " + classification.textValue() + " 'determination' must be one of "
                            + String.join(", ", allowed));
        }
    }

    private static void require(boolean right, String name, String rule) {
        if (!right) {
            throw refused(name, "'" + name + "' " + rule);
        }
    }

    private static InvalidRequestException refused(String field, String what) {
        return new InvalidRequestException(field, what);
    }
}
