package io.defenderrelay.hunting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ParameterTypeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "\"\" ; \"\"",
                "\"a ' b\" ; \"a ' b\"",
                "\"Ü€\ud83d\ude00\" ; \"Ü€\ud83d\ude00\"",
                "\"C:\\\\temp\\\\n\" ; \"C:\\\\temp\\\\n\"",
                "\"say \\\"x\\\"\" ; \"say \\\"x\\\"\"",
                "\"\\\\\\\"\" ; \"\\\\\\\"\"",
                "\"// ${maxRows} @h'\" ; \"// ${maxRows} @h'\""
            })
    void stringIsQuotedWithQuotesAndBackslashesEscaped(String json, String literal) {
        assertThat(literal(ParameterType.STRING, json)).contains(literal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\\nb\"",
                "\"a\\rb\"",
                "\"\\t\"",
                "\"\\u0000\"",
                "\"\\u001b\"",
                "\"\\u007f\"",
                "\"\\u0085\"",
                "\"\\u2028\"",
                "\"\\u2029\"",
                "\"\\ud83d\"",
                "\"\\ude00\"",
                "\"\\ude00\\ud83d\"",
                "1",
                "true",
                "null",
                "[\"a\"]",
                "{}"
            })
    void stringWithCharactersThatCouldEndALineIsRefused(String json) {
        assertThat(literal(ParameterType.STRING, json)).isEmpty();
    }

    @Test
    void stringMayHave1024Characters() {
        assertThat(ParameterType.STRING.literal(TextNode.valueOf("\"".repeat(1_024))))
                .isPresent();
        assertThat(ParameterType.STRING.literal(TextNode.valueOf("a".repeat(1_025))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-09-14T10:40:00Z, datetime(2026-09-14T10:40:00.0000000Z)",
        "2026-09-14T12:40+02:00, datetime(2026-09-14T10:40:00.0000000Z)",
        "2026-09-14T10:40:00.123456789Z, datetime(2026-09-14T10:40:00.1234567Z)",
        "0001-01-01T00:00:00Z, datetime(0001-01-01T00:00:00.0000000Z)"
    })
    void datetimeIsWrittenInUtcWithSevenDecimals(String text, String literal) {
        assertThat(ParameterType.DATETIME.literal(TextNode.valueOf(text))).contains(literal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now()",
                "2026-09-14",
                "2026-09-14T10:40:00",
                "2026-02-30T10:40:00Z",
                "2026-09-14T10:40:00Z)",
                " 2026-09-14T10:40:00Z",
                "10000-01-01T00:00:00Z",
                "+12026-01-01T00:00:00Z",
                "0001-01-01T00:00:00+02:00"
            })
    void datetimeNeedsDateTimeAndZone(String text) {
        assertThat(ParameterType.DATETIME.literal(TextNode.valueOf(text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PT1S, timespan(0.00:00:01)",
        "PT90M, timespan(0.01:30:00)",
        "P1DT2H3M4S, timespan(1.02:03:04)",
        "P30D, timespan(30.00:00:00)",
        "PT720H, timespan(30.00:00:00)"
    })
    void timespanIsWrittenInDaysHoursMinutesAndSeconds(String text, String literal) {
        assertThat(ParameterType.TIMESPAN.literal(TextNode.valueOf(text))).contains(literal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "P", "PT0S", "P31D", "P30DT1S", "-PT1H", "PT-1H", "P1M", "P1Y", "P1W", "PT0.5S", "1d", "pt1h"
            })
    void timespanOfOtherUnitsOrOver30DaysIsRefused(String text) {
        assertThat(ParameterType.TIMESPAN.literal(TextNode.valueOf(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "7", "1000000"})
    void intIsAPlainNumber(String json) {
        assertThat(literal(ParameterType.INT, json)).contains(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "1000001",
                "4294967296",
                "18446744073709551616",
                "1.0",
                "1e3",
                "\"7\"",
                "true",
                "null",
                "[7]"
            })
    void otherThanAWholeNumberInBoundsIsRefused(String json) {
        assertThat(literal(ParameterType.INT, json)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "D41D8CD98F00B204E9800998ECF8427E, d41d8cd98f00b204e9800998ecf8427e",
        "0123456789abcdef0123456789abcdef01234567, 0123456789abcdef0123456789abcdef01234567",
        "00FF00FF00FF00FF00FF00FF00FF00FF00FF00FF00FF00FF00FF00FF00FF00FF,"
                + " 00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff"
    })
    void hashIsALowerCaseText(String text, String digits) {
        assertThat(ParameterType.HASH.literal(TextNode.valueOf(text))).contains('"' + digits + '"');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "d41d8cd98f00b204e9800998ecf8427",
                "d41d8cd98f00b204e9800998ecf8427g",
                "0x1d8cd98f00b204e9800998ecf8427e0",
                "0123456789abcdef0123456789abcdef01234567 ",
                "0123456789abcdef0123456789abcdef01234567\n"
            })
    void hashOfAnotherLengthOrWithOtherDigitsIsRefused(String text) {
        assertThat(ParameterType.HASH.literal(TextNode.valueOf(text))).isEmpty();
    }

    @Test
    void ipIsTheAddressesUsualText() {
        assertThat(ParameterType.IP.literal(TextNode.valueOf("2001:DB8:0:0::1")))
                .contains("\"2001:db8::1\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice@example.org",
                "Alice.O'Hara+x@mail.example.co.uk",
                "bob_contoso.com#EXT#@fabrikam.onmicrosoft.com",
                "a@xn--bcher-kva.example"
            })
    void emailIsWrittenAsItCame(String text) {
        assertThat(ParameterType.EMAIL.literal(TextNode.valueOf(text))).contains('"' + text + '"');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "@example.org",
                "alice@",
                "alice@example",
                "alice@-example.org",
                "alice@example..org",
                "alice@exa mple.org",
                "alice@example.org\n",
                "a b@example.org",
                "\"a\"@example.org",
                "a\\@example.org",
                "a`b@example.org",
                "alice@example.org@example.org",
                "ålice@example.org",
                "alice@[192.0.2.1]"
            })
    void emailOfAnotherShapeIsRefused(String text) {
        assertThat(ParameterType.EMAIL.literal(TextNode.valueOf(text))).isEmpty();
    }

    @Test
    void emailMayHave320Characters() {
        String domain = ("b".repeat(61) + ".") + "cc";
        String longest = "a".repeat(256) + "@" + domain.substring(domain.length() - 63);

        assertThat(longest).hasSize(320);
        assertThat(ParameterType.EMAIL.literal(TextNode.valueOf(longest))).isPresent();
        assertThat(ParameterType.EMAIL.literal(TextNode.valueOf(longest + "c"))).isEmpty();
    }

    @Test
    void deviceIdIsALowerCaseTextOf40Digits() {
        String id = "0123456789ABCDEF0123456789abcdef01234567";

        assertThat(ParameterType.DEVICE_ID.literal(TextNode.valueOf(id)))
                .contains("\"0123456789abcdef0123456789abcdef01234567\"");
        assertThat(ParameterType.DEVICE_ID.literal(TextNode.valueOf(id + "0"))).isEmpty();
        assertThat(ParameterType.DEVICE_ID.literal(TextNode.valueOf("pc-7.example.org")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = ParameterType.class, names = "INT", mode = EnumSource.Mode.EXCLUDE)
    void otherJsonThanTextIsRefused(ParameterType type) {
        assertThat(new String[] {"1", "1.5", "true", "null", "[]", "[\"a\"]", "{}", "{\"a\": 1}"})
                .allSatisfy(json -> assertThat(literal(type, json)).isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void typeIsFoundByItsWord(ParameterType type) {
        assertThat(ParameterType.parse(type.word())).contains(type);
        assertThat(ParameterType.parse(type.word() + "s")).isEmpty();
    }

    private static Optional<String> literal(ParameterType type, String json) {
        try {
            JsonNode value = JSON.readTree(json);
            return type.literal(value);
        } catch (JsonProcessingException notJson) {
            throw new AssertionError("The test's own JSON is wrong", notJson);
        }
    }
}
