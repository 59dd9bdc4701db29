package io.defenderrelay.aws;

import java.util.Map;

/**
 * A condition on one item, in DynamoDB's language. In the text every attribute is written {@code #name} and every value
 * {@code :name}; the values are given by name without the colon, and each must occur in the text. Texts are constants of
 * ours: nothing from outside may become part of one, it goes into the values.
 */
public record Expression(String text, Map<String, Object> values) {
    /** True when nothing is stored under the item's key. */
    public static final Expression ABSENT = new Expression("attribute_not_exists(#pk)", Map.of());

    public Expression {
        values = Map.copyOf(values);
    }
}
