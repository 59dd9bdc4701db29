package io.defenderrelay.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The same data in DynamoDB's words. */
final class Attributes {
    private static final Pattern NAME = Pattern.compile("#([A-Za-z0-9_]+)");

    private Attributes() {}

    static Map<String, AttributeValue> wire(Key key) {
        return Map.of("pk", AttributeValue.fromS(key.pk()), "sk", AttributeValue.fromS(key.sk()));
    }

    static Map<String, AttributeValue> wire(Item item) {
        return wireMap(item.attributes(), "");
    }

    /** The values of an expression, each under its name with a colon; null for none, since DynamoDB refuses an empty map. */
    static @Nullable Map<String, AttributeValue> values(Map<String, Object> values) {
        return values.isEmpty() ? null : wireMap(new Item(values).attributes(), ":");
    }

    /** What each {@code #name} in the texts stands for; null for none, since DynamoDB refuses an empty map. */
    static @Nullable Map<String, String> names(@Nullable String... texts) {
        Map<String, String> names = Stream.of(texts)
                .filter(text -> text != null)
                .flatMap(text -> NAME.matcher(text).results())
                .collect(Collectors.toMap(MatchResult::group, match -> match.group(1), (same, again) -> same));
        return names.isEmpty() ? null : names;
    }

    /** The keys and the named attributes; null, which is everything, when none is named. */
    static @Nullable String projection(List<String> attributes) {
        if (attributes.isEmpty()) {
            return null;
        }
        return Stream.concat(Stream.of("pk", "sk"), attributes.stream())
                .distinct()
                .map(name -> "#" + name)
                .collect(Collectors.joining(", "));
    }

    static Item item(Map<String, AttributeValue> wire) {
        return new Item(plainMap(wire));
    }

    static Key key(Map<String, AttributeValue> wire) {
        return item(Map.of("pk", wire.get("pk"), "sk", wire.get("sk"))).key();
    }

    /** Bytes an item takes on the way, to keep requests small; not what AWS bills. */
    static long size(Map<String, AttributeValue> wire) {
        return wire.entrySet().stream()
                .mapToLong(entry -> entry.getKey().getBytes(UTF_8).length + size(entry.getValue()))
                .sum();
    }

    private static long size(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s().getBytes(UTF_8).length;
            case N -> value.n().length();
            case B -> value.b().asByteArrayUnsafe().length * 4L / 3;
            case L -> value.l().stream().mapToLong(Attributes::size).sum();
            case M -> size(value.m());
            default -> 1;
        };
    }

    private static Map<String, AttributeValue> wireMap(Map<?, ?> map, String before) {
        Map<String, AttributeValue> wire = new LinkedHashMap<>();
        map.forEach((name, value) -> wire.put(before + name, wire(value)));
        return wire;
    }

    private static AttributeValue wire(Object value) {
        if (value instanceof String text) {
            return AttributeValue.fromS(text);
        }
        if (value instanceof Boolean flag) {
            return AttributeValue.fromBool(flag);
        }
        if (value instanceof byte[] bytes) {
            return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(bytes));
        }
        if (value instanceof List<?> list) {
            return AttributeValue.fromL(list.stream().map(Attributes::wire).toList());
        }
        if (value instanceof Map<?, ?> map) {
            return AttributeValue.fromM(wireMap(map, ""));
        }
        return AttributeValue.fromN(value.toString());
    }

    private static Map<String, Object> plainMap(Map<String, AttributeValue> wire) {
        Map<String, Object> plain = new LinkedHashMap<>();
        wire.forEach((name, value) -> {
            Object converted = plain(value);
            if (converted != null) {
                plain.put(name, converted);
            }
        });
        return plain;
    }

    /** Null for DynamoDB's own null and for kinds we do not know: to us the attribute is absent. */
    private static @Nullable Object plain(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s();
            case N -> number(value.n());
            case BOOL -> value.bool();
            case B -> value.b().asByteArrayUnsafe();
            case SS -> value.ss();
            case NS -> value.ns().stream().map(Attributes::number).toList();
            case L -> plainList(value.l());
            case M -> plainMap(value.m());
            default -> null;
        };
    }

    private static List<Object> plainList(List<AttributeValue> wire) {
        return wire.stream()
                .<Object>mapMulti((value, sink) -> {
                    Object converted = plain(value);
                    if (converted != null) {
                        sink.accept(converted);
                    }
                })
                .toList();
    }

    private static Object number(String text) {
        BigDecimal number = new BigDecimal(text);
        try {
            return number.longValueExact();
        } catch (ArithmeticException notALong) {
            return number;
        }
    }
}
