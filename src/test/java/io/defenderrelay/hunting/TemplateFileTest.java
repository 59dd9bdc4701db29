package io.defenderrelay.hunting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TemplateFileTest {
    private static final String WHOLE = """
            // title: Things
            // description: Where a thing: was seen.
            // techniques: T1059, T1059.001
            // parameter: thing string: Its name.
            // parameter: fewest int = 10: How often at least.
            // parameter: window timespan = "PT15M": How long: before.

            // Not of the header.
            Things
            | where Name == ${thing} and Count > ${fewest} and Age < ${window}
            | top ${maxRows} by Timestamp desc
            """;

    @Test
    void headerSaysWhatTheTemplateIs() {
        HuntTemplate template = TemplateFile.read("things", WHOLE);

        assertThat(template.name()).isEqualTo("things");
        assertThat(template.title()).isEqualTo("Things");
        assertThat(template.description()).isEqualTo("Where a thing: was seen.");
        assertThat(template.techniques()).containsExactly("T1059", "T1059.001");
        assertThat(template.parameters())
                .containsExactly(
                        new TemplateParameter("thing", ParameterType.STRING, "Its name.", null),
                        new TemplateParameter("fewest", ParameterType.INT, "How often at least.", IntNode.valueOf(10)),
                        new TemplateParameter(
                                "window", ParameterType.TIMESPAN, "How long: before.", TextNode.valueOf("PT15M")));
    }

    @Test
    void queryIsWhatFollowsTheHeader() {
        assertThat(TemplateFile.read("things", WHOLE).query()).isEqualTo("""
                // Not of the header.
                Things
                | where Name == ${thing} and Count > ${fewest} and Age < ${window}
                | top ${maxRows} by Timestamp desc""");
    }

    @Test
    void lineEndsOfWindowsMakeNoDifference() {
        assertThat(TemplateFile.read("things", WHOLE.replace("\n", "\r\n")))
                .isEqualTo(TemplateFile.read("things", WHOLE));
    }

    @Test
    void techniquesAndParametersMayBeAbsent() {
        HuntTemplate template = TemplateFile.read("all", """
                // title: All
                // description: All there is.

                Things | take ${maxRows}
                """);

        assertThat(template.techniques()).isEmpty();
        assertThat(template.parameters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "// title: Things ~ // name: Things ~ has no '// title: '",
                "// title: Things ~ // title:  ~ has no '// title: '",
                "// title: Things ~ //title: Things ~ has no '// title: '",
                "// description: Where ~ // note: Where ~ has no '// description: '",
                "// techniques: T1059 ~ // tactics: T1059 ~ has no '// parameter: '",
                "T1059.001 ~ T1059.1 ~ has techniques that are no ids",
                "thing string ~ thing text ~ has a parameter of the unknown type text",
                "thing string: Its name. ~ thing string ~ which is not written",
                "thing string ~ thing1 string ~ which is not written",
                "fewest int = 10 ~ fewest int = ten ~ which is no JSON",
                "fewest int = 10 ~ fewest int = -10 ~ which is not a whole number",
                "fewest int = 10 ~ fewest int = \"10\" ~ which is not a whole number",
                "\"PT15M\" ~ \"P1M\" ~ which is not a duration",
                "fewest int ~ thing int ~ declares thing twice",
                "thing string ~ maxRows string ~ declares maxRows twice",
                "${thing} ~ 'x' ~ declares [fewest, maxRows, thing, window] and uses [fewest, maxRows, window]",
                "${thing} ~ ${other} ~ and uses [fewest, maxRows, other, window]",
                "${maxRows} ~ 100 ~ and uses [fewest, thing, window]"
            })
    void templateThatIsWrittenWronglyFailsWithTheReason(String right, String wrong, String reason) {
        String text = WHOLE.replace(right, wrong);

        assertThat(text).isNotEqualTo(WHOLE);
        assertThatThrownBy(() -> TemplateFile.read("things", text))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Template hunts/things.kql ")
                .hasMessageContaining(reason);
    }

    @Test
    void headerNeedsAnEnd() {
        assertThatThrownBy(() -> TemplateFile.read("things", WHOLE.replace("\n\n", "\n")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Template hunts/things.kql has no empty line after its header");
    }
}
