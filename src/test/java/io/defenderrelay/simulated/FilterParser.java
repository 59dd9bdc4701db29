package io.defenderrelay.simulated;

import io.defenderrelay.simulated.ODataFilter.And;
import io.defenderrelay.simulated.ODataFilter.Node;
import io.defenderrelay.simulated.ODataFilter.Operator;
import io.defenderrelay.simulated.ODataFilter.Or;
import io.defenderrelay.simulated.ODataFilter.TextComparison;
import io.defenderrelay.simulated.ODataFilter.TimeComparison;
import java.util.List;

/** What the {@code $filter} of alerts and incidents may compare. */
final class FilterParser implements FilterGrammar.Terms<Node> {

    private final Entity entity;

    private FilterParser(Entity entity) {
        this.entity = entity;
    }

    static Node parse(Entity entity, String text) {
        return new FilterGrammar<>(new FilterParser(entity), text).parse();
    }

    @Override
    public Node and(List<Node> parts) {
        return new And(parts);
    }

    @Override
    public Node or(List<Node> parts) {
        return new Or(parts);
    }

    @Override
    public Node comparison(FilterGrammar<Node> text) {
        String name = text.next();
        FilterProperty property = FilterProperty.named(name)
                .filter(entity::filters)
                .orElseThrow(() -> new InvalidQuery("Invalid filter clause: Could not find a property named '" + name
                        + "' on type 'microsoft.graph.security." + entity.type() + "'."));
        Operator operator = text.operator();
        String literal = text.next();
        if (property.kind() == FilterProperty.Kind.TIME) {
            return new TimeComparison(property, operator, FilterGrammar.time(literal));
        }
        if (operator != Operator.EQ) {
            throw new InvalidQuery("Invalid filter clause: A binary operator with incompatible types was detected for '"
                    + name + "'.");
        }
        return literal.equals("null")
                ? new TextComparison(property, null)
                : new TextComparison(property, word(property, literal));
    }

    private String word(FilterProperty property, String literal) {
        String word = FilterGrammar.word(literal);
        if (property.kind() == FilterProperty.Kind.ENUM && !hasMember(property, word)) {
            throw new InvalidQuery("Invalid filter clause: The string '" + word
                    + "' is not a valid enumeration type constant for '" + property.wireName() + "'.");
        }
        return word;
    }

    private boolean hasMember(FilterProperty property, String word) {
        return property == FilterProperty.STATUS ? entity.hasStatus(word) : property.hasMember(word);
    }
}
