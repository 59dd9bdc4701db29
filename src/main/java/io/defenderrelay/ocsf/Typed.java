package io.defenderrelay.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What attributes accept, by OCSF's types; and how they are written, if there is anything to write. */
final class Typed {
    private static final int LONGEST_IP = 40;
    private static final int LONGEST_EMAIL = 320;
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:]{2,39}");
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final int GROUPS = 8;
    private static final Pattern EMAIL =
            Pattern.compile("[a-zA-Z0-9!#$%&'*+/=?^_`{|}~.-]+@[a-zA-Z0-9-]+(?:\\.[a-zA-Z0-9-]+)+");

    private Typed() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static boolean isIp(String text) {
        return text.length() <= LONGEST_IP && (IPV4.matcher(text).matches() || isIpv6(text));
    }

    static boolean isEmail(String text) {
        return text.length() <= LONGEST_EMAIL && EMAIL.matcher(text).matches();
    }

    static void put(ObjectNode object, String name, @Nullable String value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    static void put(ObjectNode object, String name, @Nullable Long value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    /** Sets the member if the value says anything. */
    static void set(ObjectNode object, String name, @Nullable JsonNode value) {
        if (value != null && !(value.isContainerNode() && value.isEmpty())) {
            object.set(name, value);
        }
    }

    static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    static ArrayNode list(JsonNode one) {
        return JsonNodeFactory.instance.arrayNode().add(one);
    }

    private static boolean isIpv6(String text) {
        if (!IPV6_CHARACTERS.matcher(text).matches()) {
            return false;
        }
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == GROUPS;
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        int before = gap == 0 ? 0 : groups(text.substring(0, gap));
        int after = gap + 2 == text.length() ? 0 : groups(text.substring(gap + 2));
        return before >= 0 && after >= 0 && before + after < GROUPS;
    }

    /** How many groups of digits; -1 when something else is between the colons. */
    private static int groups(String text) {
        String[] groups = text.split(":", -1);
        for (String group : groups) {
            if (!GROUP.matcher(group).matches()) {
                return -1;
            }
        }
        return groups.length;
    }
}
