package io.defenderrelay.simulated;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parsed {@code $filter}: comparisons of the eight documented properties joined by {@code and}, {@code or} and
 * parentheses. It also tells the span of lastUpdateDateTime outside which nothing can match.
 */
final class ODataFilter {

    static final ODataFilter EVERYTHING = new ODataFilter(new And(List.of()));

    private final Node root;
    private final Span span;

    private ODataFilter(Node root) {
        this.root = root;
        this.span = root.span();
    }

    /** Throws {@link InvalidQuery} for whatever Microsoft does not document. */
    static ODataFilter parse(Entity entity, String text) {
        return new ODataFilter(FilterParser.parse(entity, text));
    }

    boolean matches(StoredRecord alert) {
        return root.matches(alert);
    }

    /** The only lastUpdateDateTimes that can match. */
    Span span() {
        return span;
    }

    /** The ticks from (included) to (excluded) that can match; exact when being inside is all the filter asks. */
    record Span(long from, long to, boolean exact) {
        static final Span ALL = new Span(Long.MIN_VALUE, Long.MAX_VALUE, true);
        static final Span UNKNOWN = new Span(Long.MIN_VALUE, Long.MAX_VALUE, false);

        Span and(Span other) {
            return new Span(Math.max(from, other.from), Math.min(to, other.to), exact && other.exact);
        }
    }

    /** How a comparison compares. */
    enum Operator {
        EQ,
        GE,
        GT,
        LE,
        LT;

        boolean holds(int comparison) {
            return switch (this) {
                case EQ -> comparison == 0;
                case GE -> comparison >= 0;
                case GT -> comparison > 0;
                case LE -> comparison <= 0;
                case LT -> comparison < 0;
            };
        }
    }

    sealed interface Node {
        boolean matches(StoredRecord alert);

        Span span();
    }

    record And(List<Node> parts) implements Node {
        @Override
        public boolean matches(StoredRecord alert) {
            return parts.stream().allMatch(part -> part.matches(alert));
        }

        @Override
        public Span span() {
            return parts.stream().map(Node::span).reduce(Span.ALL, Span::and);
        }
    }

    record Or(List<Node> parts) implements Node {
        @Override
        public boolean matches(StoredRecord alert) {
            return parts.stream().anyMatch(part -> part.matches(alert));
        }

        @Override
        public Span span() {
            return Span.UNKNOWN;
        }
    }

    record TimeComparison(FilterProperty property, Operator operator, long ticks) implements Node {
        @Override
        public boolean matches(StoredRecord alert) {
            Long time = property == FilterProperty.UPDATED ? Long.valueOf(alert.updated()) : alert.created();
            return time != null && operator.holds(Long.compare(time, ticks));
        }

        @Override
        public Span span() {
            if (property != FilterProperty.UPDATED) {
                return Span.UNKNOWN;
            }
            return switch (operator) {
                case EQ -> new Span(ticks, ticks + 1, true);
                case GE -> new Span(ticks, Long.MAX_VALUE, true);
                case GT -> new Span(ticks + 1, Long.MAX_VALUE, true);
                case LE -> new Span(Long.MIN_VALUE, ticks + 1, true);
                case LT -> new Span(Long.MIN_VALUE, ticks, true);
            };
        }
    }

    /** Equality of a word, or with null; enum members compare without regard to case. */
    record TextComparison(FilterProperty property, @Nullable String literal) implements Node {
        @Override
        public boolean matches(StoredRecord alert) {
            String value = alert.text(property);
            if (value == null || literal == null) {
                return value == null && literal == null;
            }
            if (property.kind() == FilterProperty.Kind.ENUM) {
                return value.equalsIgnoreCase(literal);
            }
            return value.equals(literal);
        }

        @Override
        public Span span() {
            return Span.UNKNOWN;
        }
    }
}
