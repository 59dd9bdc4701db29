package io.defenderrelay.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.model.UtcTime;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object of the source that have not found their place yet. Taking one removes it; looking at one leaves
 * it, which is right for whatever an attribute holds less exactly. What is left at the end is kept as it is.
 */
final class Members {
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    private final ObjectNode left;

    Members(ObjectNode left) {
        this.left = left;
    }

    /** The member, if it is a text and not blank. */
    @Nullable
    String look(String name) {
        JsonNode value = left.get(name);
        return value != null && value.isTextual() && !value.textValue().isBlank() ? value.textValue() : null;
    }

    /** Takes the member if it is a text and not blank. */
    @Nullable
    String take(String name) {
        return take(name, text -> true);
    }

    /** Takes the member if it is a text that the attribute accepts. */
    @Nullable
    String take(String name, Predicate<String> accepted) {
        String text = look(name);
        if (text == null || !accepted.test(text)) {
            return null;
        }
        left.remove(name);
        return text;
    }

    /** Takes the member if it is a whole number that is no less than 0 and not too large. */
    @Nullable
    Long takeNumber(String name) {
        Long number = lookNumber(name);
        if (number != null) {
            left.remove(name);
        }
        return number;
    }

    /** The member, if it is a whole number that is no less than 0 and not too large. */
    @Nullable
    Long lookNumber(String name) {
        JsonNode value = left.get(name);
        boolean whole = value != null && value.isIntegralNumber();
        if (!whole
                || value.bigIntegerValue().signum() < 0
                || value.bigIntegerValue().compareTo(MOST) > 0) {
            return null;
        }
        return value.longValue();
    }

    /** The member in milliseconds, rounded down, if it is a time; the year 1 means that there is none. */
    @Nullable
    Long time(String name) {
        Optional<Instant> time = UtcTime.parse(look(name));
        return time.filter(found -> !found.equals(NEVER))
                .map(Instant::toEpochMilli)
                .orElse(null);
    }

    /** The member's own members, if it is an object; what is taken from them is taken from here too. */
    Members object(String name) {
        JsonNode value = left.get(name);
        return new Members(value instanceof ObjectNode object ? object : left.objectNode());
    }

    boolean hasObject(String name) {
        return left.get(name) instanceof ObjectNode object && !object.isEmpty();
    }

    /** The texts in the member, if it is a list; others in it are passed over. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        JsonNode value = left.get(name);
        if (value != null && value.isArray()) {
            value.forEach(element -> {
                if (element.isTextual() && !element.textValue().isBlank()) {
                    texts.add(element.textValue());
                }
            });
        }
        return texts;
    }

    /** Takes the texts of a list that the attribute accepts; the others stay. */
    List<String> takeTexts(String name, Predicate<String> accepted) {
        List<String> taken = new ArrayList<>();
        JsonNode value = left.get(name);
        if (value == null || !value.isArray()) {
            return taken;
        }
        for (Iterator<JsonNode> elements = value.elements(); elements.hasNext(); ) {
            JsonNode element = elements.next();
            if (element.isTextual() && accepted.test(element.textValue())) {
                taken.add(element.textValue());
                elements.remove();
            }
        }
        return taken;
    }

    @Nullable
    JsonNode get(String name) {
        return left.get(name);
    }

    @Nullable
    JsonNode remove(String name) {
        return left.remove(name);
    }

    /** What found no place, without what says nothing. */
    ObjectNode rest() {
        prune(left);
        return left;
    }

    private static void prune(JsonNode node) {
        for (Iterator<JsonNode> values = node.elements(); values.hasNext(); ) {
            JsonNode value = values.next();
            if (value.isContainerNode()) {
                prune(value);
            }
            if (node.isObject() && (value.isNull() || (value.isContainerNode() && value.isEmpty()))) {
                values.remove();
            }
        }
    }
}
