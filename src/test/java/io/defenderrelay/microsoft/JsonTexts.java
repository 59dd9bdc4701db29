package io.defenderrelay.microsoft;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** JSON of any shape as text, with what could lead a scanner astray: quotes, escapes and brackets inside strings. */
final class JsonTexts {
    private static final List<String> BLANKS = List.of("", "", " ", "\n", "\r\n\t ");

    private JsonTexts() {}

    static Arbitrary<String> blanks() {
        return Arbitraries.of(BLANKS);
    }

    static Arbitrary<String> strings() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        "\"",
                        "\\",
                        ",",
                        ":",
                        "a",
                        " ",
                        "\n",
                        "\u00e9",
                        "\ud83d\ude00",
                        "\u0000",
                        "value")
                .list()
                .ofMaxSize(8)
                .map(pieces -> "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(String.join("", pieces)))
                        + "\"");
    }

    static Arbitrary<String> values() {
        return values(3);
    }

    static Arbitrary<String> objects() {
        return objects(2);
    }

    private static Arbitrary<String> values(int depth) {
        Arbitrary<String> scalars = Arbitraries.of("null", "true", "false", "0", "-1.5e+10", "12345678901234567890");
        return depth == 0
                ? Arbitraries.oneOf(scalars, strings())
                : Arbitraries.oneOf(scalars, strings(), arrays(depth - 1), objects(depth - 1));
    }

    private static Arbitrary<String> arrays(int depth) {
        return Combinators.combine(values(depth).list().ofMaxSize(3), blanks())
                .as((elements, blank) -> "[" + blank + String.join("," + blank, elements) + blank + "]");
    }

    private static Arbitrary<String> objects(int depth) {
        Arbitrary<String> member = Combinators.combine(strings(), blanks(), values(depth))
                .as((name, blank, value) -> name + blank + ":" + blank + value);
        return Combinators.combine(member.list().ofMaxSize(3), blanks())
                .as((members, blank) -> "{" + blank + String.join(blank + "," + blank, members) + "}");
    }
}
