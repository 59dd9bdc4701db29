package io.defenderrelay.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How large DynamoDB takes an item to be. Source: DynamoDB Developer Guide, "DynamoDB item sizes and formats". */
public final class ItemSize {
    private static final int CONTAINER = 3;
    private static final int ELEMENT = 1;

    private ItemSize() {}

    public static long of(Map<String, AttributeValue> item) {
        return sum(item, 0);
    }

    private static long of(AttributeValue value) {
        return switch (value.type()) {
            case S -> bytes(value.s());
            case N -> number(value.n());
            case B -> value.b().asByteArrayUnsafe().length;
            case SS -> sum(value.ss(), ItemSize::bytes);
            case NS -> sum(value.ns(), ItemSize::number);
            case BS -> sum(value.bs(), member -> member.asByteArrayUnsafe().length);
            case L -> CONTAINER + sum(value.l(), member -> ELEMENT + of(member));
            case M -> CONTAINER + sum(value.m(), ELEMENT);
            default -> 1;
        };
    }

    private static long sum(Map<String, AttributeValue> members, int overhead) {
        return sum(
                List.copyOf(members.entrySet()), member -> overhead + bytes(member.getKey()) + of(member.getValue()));
    }

    private static <T> long sum(List<T> members, ToLongFunction<T> size) {
        return members.stream().mapToLong(size).sum();
    }

    private static long bytes(String text) {
        return text.getBytes(UTF_8).length;
    }

    /** One byte, one for each two significant digits, one for a minus. */
    private static long number(String text) {
        BigDecimal number = new BigDecimal(text).stripTrailingZeros();
        return 1L + (number.precision() + 1) / 2 + (number.signum() < 0 ? 1 : 0);
    }
}
