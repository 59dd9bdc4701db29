package io.defenderrelay.hunting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.defenderrelay.problem.InvalidRequestException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Binds a value to one parameter of a template, beside usual values, and looks at what became of the query. */
final class Binding {
    private static final int MAX_ROWS = 4_321;
    private static final Pattern TIMESPAN = Pattern.compile("timespan\\((\\d+)\\.(\\d\\d):(\\d\\d):(\\d\\d)\\)");

    private static final List<HuntTemplate> TEMPLATES = new HuntTemplates().all();

    private Binding() {}

    /** A value that a parameter of the type takes. */
    static JsonNode usual(ParameterType type) {
        return switch (type) {
            case STRING -> TextNode.valueOf("Rechnung \"Ü\" \\ 7");
            case DATETIME -> TextNode.valueOf("2026-09-14T12:40:00+02:00");
            case TIMESPAN -> TextNode.valueOf("PT90M");
            case INT -> IntNode.valueOf(7);
            case HASH -> TextNode.valueOf("D41D8CD98F00B204E9800998ECF8427E");
            case IP -> TextNode.valueOf("2001:DB8:0::1");
            case EMAIL -> TextNode.valueOf("alice_contoso.com#EXT#@fabrikam.onmicrosoft.com");
            case DEVICE_ID -> TextNode.valueOf("0123456789ABCDEF0123456789abcdef01234567");
        };
    }

    static ObjectNode usual(HuntTemplate template) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        template.parameters().forEach(parameter -> values.set(parameter.name(), usual(parameter.type())));
        return values;
    }

    /**
     * Either refuses the value by the parameter's rule alone, or makes a query that differs from the template by one literal
     * at each place, of which this one says the value.
     */
    static Optional<String> attempt(HuntTemplate template, TemplateParameter parameter, JsonNode value) {
        ObjectNode values = usual(template).set(parameter.name(), value);
        try {
            String bound = template.bind(values, MAX_ROWS);
            look(template, values, bound);
            return Optional.of(bound);
        } catch (InvalidRequestException refused) {
            assertThat(refused.field()).isEqualTo("parameters." + parameter.name());
            assertThat(refused)
                    .hasMessage("Parameter '%s' must be %s"
                            .formatted(parameter.name(), parameter.type().rule()));
            return Optional.empty();
        }
    }

    /** Attempts the value with each parameter of each template. */
    static void attemptEverywhere(JsonNode value) {
        for (HuntTemplate template : TEMPLATES) {
            template.parameters().forEach(parameter -> attempt(template, parameter, value));
        }
    }

    private static void look(HuntTemplate template, JsonNode values, String bound) {
        Map<String, KqlTokens.Token> literals = literals(template.query(), bound);
        for (TemplateParameter parameter : template.parameters()) {
            says(parameter.type(), values.path(parameter.name()), literals.remove(parameter.name()));
        }
        assertThat(literals)
                .containsExactly(
                        Map.entry("maxRows", new KqlTokens.Token(KqlTokens.Kind.NUMBER, String.valueOf(MAX_ROWS))));
        RawQuery.check(bound);
    }

    /** What stands in the query at each place of the template; everything else must be the same, blanks and comments too. */
    private static Map<String, KqlTokens.Token> literals(String template, String bound) {
        List<KqlTokens.Token> before = KqlTokens.of(template);
        List<KqlTokens.Token> after = KqlTokens.of(bound);
        assertThat(after).hasSameSizeAs(before);
        Map<String, KqlTokens.Token> literals = new HashMap<>();
        List<KqlTokens.Token> expected = new ArrayList<>(before);
        for (int index = 0; index < before.size(); index++) {
            KqlTokens.Token token = before.get(index);
            if (token.kind() == KqlTokens.Kind.PLACE) {
                String name = token.text().substring(2, token.text().length() - 1);
                literals.merge(name, after.get(index), Binding::same);
                expected.set(index, after.get(index));
            }
        }
        assertThat(after).isEqualTo(expected);
        return literals;
    }

    private static KqlTokens.Token same(KqlTokens.Token one, KqlTokens.Token other) {
        assertThat(other).isEqualTo(one);
        return one;
    }

    private static void says(ParameterType type, JsonNode value, KqlTokens.Token literal) {
        KqlTokens.Kind kind =
                switch (type) {
                    case STRING, HASH, IP, EMAIL, DEVICE_ID -> KqlTokens.Kind.TEXT;
                    case DATETIME -> KqlTokens.Kind.DATETIME;
                    case TIMESPAN -> KqlTokens.Kind.TIMESPAN;
                    case INT -> KqlTokens.Kind.NUMBER;
                };
        assertThat(literal.kind()).isEqualTo(kind);
        switch (type) {
            case STRING, EMAIL -> assertThat(KqlTokens.decoded(literal)).isEqualTo(value.textValue());
            case HASH, DEVICE_ID ->
                assertThat(KqlTokens.decoded(literal))
                        .isEqualTo(value.textValue().toLowerCase(Locale.ROOT));
            case IP -> assertThat(address(KqlTokens.decoded(literal))).isEqualTo(address(value.textValue()));
            case DATETIME -> assertThat(time(literal)).isEqualTo(ticks(value.textValue()));
            case TIMESPAN -> assertThat(span(literal)).isEqualTo(Duration.parse(value.textValue()));
            case INT -> assertThat(Integer.parseInt(literal.text())).isEqualTo(value.intValue());
        }
    }

    private static InetAddress address(String digits) {
        assertThat(digits).matches("[0-9a-fA-F.:]+");
        try {
            return InetAddress.getByName(digits);
        } catch (UnknownHostException notAnAddress) {
            throw new AssertionError("Not an address: " + digits, notAnAddress);
        }
    }

    private static Instant time(KqlTokens.Token literal) {
        assertThat(literal.text()).matches("datetime\\(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{7}Z\\)");
        return Instant.parse(
                literal.text().substring("datetime(".length(), literal.text().length() - 1));
    }

    private static Instant ticks(String time) {
        Instant exact = OffsetDateTime.parse(time).toInstant();
        return exact.minusNanos(exact.get(ChronoField.NANO_OF_SECOND) % 100);
    }

    private static Duration span(KqlTokens.Token literal) {
        Matcher parts = TIMESPAN.matcher(literal.text());
        assertThat(parts.matches()).isTrue();
        return Duration.ofDays(Long.parseLong(parts.group(1)))
                .plusHours(Long.parseLong(parts.group(2)))
                .plusMinutes(Long.parseLong(parts.group(3)))
                .plusSeconds(Long.parseLong(parts.group(4)));
    }
}
