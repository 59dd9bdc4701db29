package io.defenderrelay.ocsf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The observables of a finding: each kind of value once, sorted by kind, then by value. */
final class Observables {
    static final int HOSTNAME = 1;
    static final int IP_ADDRESS = 2;
    static final int USER_NAME = 4;
    static final int EMAIL_ADDRESS = 5;
    static final int URL = 6;
    static final int FILE_NAME = 7;
    static final int HASH = 8;
    static final int PROCESS_NAME = 9;
    static final int RESOURCE = 10;
    static final int COMMAND_LINE = 13;
    static final int USER_AGENT = 16;
    static final int EMAIL_SUBJECT = 40;
    static final int MESSAGE = 42;
    static final int FILE_PATH = 45;
    static final int REGISTRY_PATH = 46;

    private final TreeSet<Observable> found =
            new TreeSet<>(Comparator.comparingInt(Observable::type).thenComparing(Observable::value));

    private record Observable(int type, String value) {}

    void add(int type, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            found.add(new Observable(type, value));
        }
    }

    ArrayNode toJson() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        found.forEach(one -> array.addObject().put("type_id", one.type()).put("value", one.value()));
        return array;
    }
}
