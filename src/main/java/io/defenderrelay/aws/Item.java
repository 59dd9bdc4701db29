package io.defenderrelay.aws;

import io.defenderrelay.problem.StoreException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One item of the table. Values are {@code String}, {@code Long}, {@code Boolean}, {@code byte[]}, and {@code List} and
 * {@code Map} of these; byte arrays are not copied and must not be changed. Attributes that a reader does not ask for may
 * be anything, so that an older version reads what a newer one wrote.
 */
public record Item(Map<String, Object> attributes) {
    public Item {
        attributes = copy(attributes);
    }

    /** An item under {@code key}; members that are null are left out. */
    public static Item of(Key key, Map<String, ? extends @Nullable Object> attributes) {
        Map<String, Object> all = copy(attributes);
        Map<String, Object> keyed = new LinkedHashMap<>(all);
        keyed.put("pk", key.pk());
        keyed.put("sk", key.sk());
        return new Item(keyed);
    }

    public Key key() {
        return new Key(text("pk"), text("sk"));
    }

    /** The attribute, which every item of this kind has. */
    public String text(String name) {
        return required(name, String.class, "text");
    }

    public @Nullable String optionalText(String name) {
        return optional(name, String.class, "text");
    }

    /** The attribute, which every item of this kind has. */
    public long number(String name) {
        return required(name, Long.class, "a whole number");
    }

    public long number(String name, long fallback) {
        Long value = optional(name, Long.class, "a whole number");
        return value == null ? fallback : value;
    }

    /** False when the attribute is absent. */
    public boolean flag(String name) {
        Boolean value = optional(name, Boolean.class, "true or false");
        return value != null && value;
    }

    /** The attribute, which every item of this kind has. */
    public byte[] bytes(String name) {
        return required(name, byte[].class, "binary");
    }

    /** Empty when the attribute is absent. */
    public List<?> list(String name) {
        List<?> value = optional(name, List.class, "a list");
        return value == null ? List.of() : value;
    }

    /** The texts of a list; empty when the attribute is absent. */
    public List<String> texts(String name) {
        return members(name, String.class);
    }

    /** The maps of a list, each read like an item; empty when the attribute is absent. */
    public List<Item> items(String name) {
        return members(name, Map.class).stream().map(Item::nested).toList();
    }

    /** The members of a map, read like an item; empty when the attribute is absent. */
    public Item map(String name) {
        Map<?, ?> value = optional(name, Map.class, "a map");
        return nested(value == null ? Map.of() : value);
    }

    public boolean has(String name) {
        return attributes.containsKey(name);
    }

    private <T> List<T> members(String name, Class<T> type) {
        List<?> members = list(name);
        if (!members.stream().allMatch(type::isInstance)) {
            throw unreadable(name, "a list of one kind");
        }
        return members.stream().map(type::cast).toList();
    }

    private <T> T required(String name, Class<T> type, String kind) {
        return Optional.ofNullable(optional(name, type, kind)).orElseThrow(() -> unreadable(name, kind));
    }

    private <T> @Nullable T optional(String name, Class<T> type, String kind) {
        Object value = attributes.get(name);
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            throw unreadable(name, kind);
        }
        return type.cast(value);
    }

    private StoreException unreadable(String name, String kind) {
        Object pk = attributes.getOrDefault("pk", "(nested)");
        Object sk = attributes.getOrDefault("sk", "");
        return new StoreException(
                "Attribute '" + name + "' of item " + pk + " / " + sk + " is not " + kind + " as this version of the"
                        + " relay needs it: the item was written by another version, finish the deployment",
                null);
    }

    private static Item nested(Map<?, ?> map) {
        Map<String, Object> members = new LinkedHashMap<>();
        map.forEach((name, value) -> members.put(String.valueOf(name), value));
        return new Item(members);
    }

    private static Map<String, Object> copy(Map<String, ? extends @Nullable Object> attributes) {
        Map<String, Object> copy = new LinkedHashMap<>();
        attributes.forEach((name, value) -> {
            if (value != null) {
                copy.put(name, normal(name, value));
            }
        });
        return Map.copyOf(copy);
    }

    private static Object normal(String name, Object value) {
        if (value instanceof Integer number) {
            return number.longValue();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(member -> normal(name, member)).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> members = new LinkedHashMap<>();
            map.forEach((member, nested) -> members.put(String.valueOf(member), normal(name, nested)));
            return Map.copyOf(members);
        }
        if (value instanceof String
                || value instanceof Long
                || value instanceof Boolean
                || value instanceof byte[]
                || value instanceof BigDecimal) {
            return value;
        }
        throw new IllegalArgumentException("Attribute '" + name + "' is a "
                + value.getClass().getSimpleName() + ", which the table does not keep: convert it first");
    }
}
