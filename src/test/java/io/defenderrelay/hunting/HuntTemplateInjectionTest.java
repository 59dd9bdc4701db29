package io.defenderrelay.hunting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a parameter is given, the query stays the template's: values that others have broken queries with. */
final class HuntTemplateInjectionTest {
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "x",
            "\"",
            "\"\"",
            "'",
            "\\",
            "\\\\",
            "\\\"",
            "\\\\\"",
            "\" or 1 == 1 //",
            "\\\" or 1 == 1 //",
            "' or '1' == '1",
            "\" | evaluate python(typeof(*), \"\") | where \"\" == \"",
            "\"; .drop table DeviceInfo; //",
            "x\"; set notruncation; DeviceInfo | where \"a\" == \"a",
            "\") | union (cluster(\"help\").database(\"Samples\").StormEvents) //",
            "\" externaldata(x: string) [@\"https://example.org/x.csv\"] \"",
            "\" h@\"",
            "h\"",
            "@\"",
            "@'",
            "```",
            "~~~",
            "\"```",
            "['x']",
            "]",
            ")",
            "}",
            ";",
            "|",
            "//",
            "/* */",
            "// \" \n evaluate",
            "a\nb",
            "a\r\nb",
            "a\rb",
            "a\tb",
            "a\u0000b",
            "a\u0008b",
            "a\u001bb",
            "a\u007fb",
            "a\u0085b",
            "a\u2028b",
            "a\u2029b",
            "a\u00a0b",
            "a\u200bb",
            "\ufeffa",
            "\u202ea",
            "\ud83d\ude00",
            "\ud83d",
            "\ude00",
            "\ude00\ud83d",
            "\"\ud83d",
            "\uff02 or 1 == 1",
            "\u201c or 1 == 1 \u201d",
            "\\u0022 or 1 == 1",
            "\\x22",
            "\\042",
            "%22",
            "&quot;",
            "$1",
            "$0",
            "\\$",
            "${maxRows}",
            "${device}",
            "${",
            "{0}",
            "%s",
            "null",
            "true",
            "dynamic(null)",
            "now()",
            "ago(30d)",
            "1) | take 5 //",
            "7",
            "-1",
            "1e9",
            "0x10",
            "٣",
            "2026-09-14T10:40:00Z",
            "2026-09-14T10:40:00Z) | take 5 //",
            "2026-09-14T10:40:00",
            "2026-09-14",
            "9999-12-31T23:59:59.9999999Z",
            "0000-01-01T00:00:00Z",
            "P1D",
            "P1D)",
            "P1D) | take 5 //",
            "P31D",
            "-P1D",
            "PT0S",
            "1.00:00:00",
            "d41d8cd98f00b204e9800998ecf8427e",
            "d41d8cd98f00b204e9800998ecf8427e\"",
            "d41d8cd98f00b204e9800998ecf8427e\n",
            "0123456789ABCDEF0123456789ABCDEF01234567",
            "0123456789ABCDEF0123456789ABCDEF0123456\"",
            "192.0.2.1",
            "192.0.2.1\" or \"\" == \"",
            "192.0.2.1%0a",
            "2001:db8::1",
            "::ffff:192.0.2.1",
            "fe80::1%\"",
            "localhost",
            "alice@example.org",
            "bob_contoso.com#EXT#@fabrikam.onmicrosoft.com",
            "o'hara@example.org",
            "\"a b\"@example.org",
            "a\\@example.org",
            "alice@example.org\" or 1 == 1 //",
            "alice@example.org\n",
            "\"".repeat(1_024),
            "\\".repeat(1_024),
            "\\".repeat(1_023) + "\"",
            "a".repeat(1_025),
            "\"".repeat(100_000),
            "alice@" + "a.".repeat(50_000) + "org",
            "1:".repeat(50_000));

    private static final List<JsonNode> OTHERS = List.of(
            NullNode.getInstance(),
            BooleanNode.TRUE,
            IntNode.valueOf(0),
            IntNode.valueOf(1_000_000),
            IntNode.valueOf(1_000_001),
            IntNode.valueOf(-1),
            LongNode.valueOf(1L << 32),
            BigIntegerNode.valueOf(BigInteger.ONE.shiftLeft(64)),
            DoubleNode.valueOf(1.0),
            DoubleNode.valueOf(Double.NaN),
            JsonNodeFactory.instance.arrayNode().add("\""),
            JsonNodeFactory.instance.objectNode().put("\"", "\""));

    static List<HuntTemplate> all() {
        return new HuntTemplates().all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void hostileValueIsRefusedOrStaysOneLiteral(HuntTemplate template) {
        List<JsonNode> values = Stream.concat(TEXTS.stream().map(TextNode::valueOf), OTHERS.stream())
                .toList();
        for (TemplateParameter parameter : template.parameters()) {
            long taken = values.stream()
                    .filter(value -> Binding.attempt(template, parameter, value).isPresent())
                    .count();

            assertThat(taken).as(parameter.name()).isBetween(1L, values.size() - 20L);
        }
    }
}
