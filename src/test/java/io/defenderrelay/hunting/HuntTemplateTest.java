package io.defenderrelay.hunting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.defenderrelay.problem.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HuntTemplateTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HuntTemplate template = TemplateFile.read("things", """
            // title: Things
            // description: Things of a name.
            // parameter: thing string: Its name.
            // parameter: fewest int = 10: How often at least.

            let thing = ${thing};
            Things
            | where Name == thing and Count > ${fewest} and Other != ${thing}
            | take ${maxRows}
            """);

    @Test
    void valuesStandAtTheirPlaces() {
        assertThat(template.bind(json("{'thing': 'a$1 \\\\ ${fewest} \\\"b\\\"', 'fewest': 3}"), 50))
                .isEqualTo("""
                let thing = "a$1 \\\\ ${fewest} \\"b\\"";
                Things
                | where Name == thing and Count > 3 and Other != "a$1 \\\\ ${fewest} \\"b\\""
                | take 50""");
    }

    @Test
    void defaultStandsForAnAbsentValue() {
        assertThat(template.bind(json("{'thing': 'a'}"), 1)).contains("Count > 10 ");
    }

    @Test
    void templateWithoutParametersNeedsNone() {
        HuntTemplate all = TemplateFile.read("all", "// title: All\n// description: All.\n\nThings | take ${maxRows}");

        assertThat(all.bind(MissingNode.getInstance(), 5)).isEqualTo("Things | take 5");
        assertThat(all.bind(json("{}"), 5)).isEqualTo("Things | take 5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'fewest': 3}"})
    void missingValueIsRefused(String parameters) {
        refused(
                parameters,
                "parameters.thing",
                "Parameter 'thing' is missing: give it a text of at most 1,024 characters without control characters and"
                        + " line breaks");
    }

    @Test
    void absentParametersAreRefusedAsTheFirstOfThem() {
        assertThatThrownBy(() -> template.bind(MissingNode.getInstance(), 5))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("Parameter 'thing' is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{'thing': 'a', 'secret': 1} ~ parameters.secret ~ Parameter 'secret' is not one of this template's; known"
                        + " are thing, fewest",
                "{'thing': 'a', 'maxRows': 1} ~ parameters.maxRows ~ Parameter 'maxRows' is not one of this template's; known"
                        + " are thing, fewest",
                "{'thing': 'a', 'Thing': 1} ~ parameters.Thing ~ Parameter 'Thing' is not one of this template's; known are"
                        + " thing, fewest",
                "{'thing': 'a', 'a b': 1} ~ parameters ~ Parameter '(unprintable)' is not one of this template's; known are"
                        + " thing, fewest",
                "{'': 'a'} ~ parameters ~ Parameter '(unprintable)' is not one of this template's; known are thing, fewest"
            })
    void unknownParameterIsRefused(String parameters, String field, String message) {
        refused(parameters, field, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "'thing'", "1"})
    void otherThanAnObjectIsRefused(String parameters) {
        refused(parameters, "parameters", "'parameters' must be a JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "''", "'3'", "3.0", "-1", "1000001", "[3]", "{}"})
    void valueOfTheWrongTypeIsRefusedEvenWhereThereIsADefault(String value) {
        refused(
                "{'thing': 'a', 'fewest': " + value + "}",
                "parameters.fewest",
                "Parameter 'fewest' must be a whole number from 0 to 1000000");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 100_001})
    void rowsOutOfBoundsAreOurMistake(int maxRows) {
        assertThatIllegalArgumentException().isThrownBy(() -> template.bind(json("{'thing': 'a'}"), maxRows));
    }

    private void refused(String parameters, String field, String message) {
        assertThatThrownBy(() -> template.bind(json(parameters), 5))
                .isInstanceOfSatisfying(InvalidRequestException.class, refused -> assertThat(refused.field())
                        .isEqualTo(field))
                .hasMessage(message);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException notJson) {
            throw new AssertionError("The test's own JSON is wrong", notJson);
        }
    }
}
