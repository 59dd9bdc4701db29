package io.defenderrelay.hunting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.model.Column;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RowTextTest {
    private static final List<Column> COLUMNS = List.of(
            new Column("Timestamp", "DateTime"),
            new Column("Name", "String"),
            new Column("Count", "Int64"),
            new Column("Fields", "Object"));

    /** A row as it is shown that was sent with these members; for columns of the simulated tenant. */
    static String shown(String row) {
        return new RowText(List.of(new Column("AdditionalFields", "Object"))).json(row.getBytes(UTF_8));
    }

    @Test
    void rowWithoutDynamicColumnsIsShownAsItCame() {
        String row = "{\"Name\":\"a \\\"b\\\"\",\"Count\":9007199254740993,\"X\":1.0E+2}";

        assertThat(new RowText(List.of(new Column("Name", "String"))).json(row.getBytes(UTF_8)))
                .isEqualTo(row);
    }

    @Test
    void jsonWithinATextIsJsonInADynamicColumnAlone() {
        String row = "{\"Name\":\"{\\\"a\\\":1}\",\"Fields\":\"{ \\\"a\\\" : [1.50, 12345678901234567890] }\"}";

        assertThat(json(row)).isEqualTo("{\"Name\":\"{\\\"a\\\":1}\",\"Fields\":{\"a\":[1.50,12345678901234567890]}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"{\"", "\"{} {}\"", "\"plain\"", "null", "12", "true", "\"[1,]\""})
    void whatIsNoJsonInADynamicColumnStaysWhatItIs(String value) {
        String row = "{\"Fields\":" + value + "}";

        assertThat(json(row)).isEqualTo(row);
    }

    @Test
    void dynamicValueThatCameAsJsonStaysSo() {
        String row = "{\"Fields\":{\"a\":[{\"b\":null}]}}";

        assertThat(json(row)).isEqualTo(row);
    }

    @Test
    void cellsStandUnderTheirColumnsWhateverTheirOrderAndCase() {
        String row = "{\"count\":7,\"NAME\":\"x\",\"Timestamp\":\"2026-09-14T10:20:01.5543321Z\"}";

        assertThat(csv(row)).isEqualTo("2026-09-14T10:20:01.5543321Z,x,7,\r\n");
    }

    @Test
    void columnsThatDifferInCaseAloneStayApart() {
        RowText text = new RowText(List.of(new Column("LogonId", "Int64"), new Column("LogonID", "Int64")));

        assertThat(text.csv("{\"LogonID\":2,\"LogonId\":1}".getBytes(UTF_8))).isEqualTo("1,2\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\\t=1", "\\r=1", "\\n=1", "\uFF1D1"})
    void textThatASpreadsheetWouldRunIsDefused(String text) {
        String line = csv("{\"Name\":\"" + text + "\"}");

        assertThat(line.substring(1).replace("\"", "")).startsWith("'");
    }

    @Test
    void formulaInTheNameOfAColumnIsDefused() {
        assertThat(new RowText(List.of(new Column("=cmd()", ""))).header()).isEqualTo("'=cmd()\r\n");
    }

    @Test
    void negativeNumberIsNoFormula() {
        assertThat(csv("{\"Count\":-5}")).isEqualTo(",,-5,\r\n");
    }

    @Test
    void quotesCommasAndBreaksAreQuoted() {
        assertThat(csv("{\"Name\":\"a,\\\"b\\\"\\r\\nc\",\"Fields\":{\"a\":\"b\"}}"))
                .isEqualTo(",\"a,\"\"b\"\"\r\nc\",,\"{\"\"a\"\":\"\"b\"\"}\"\r\n");
    }

    private static String json(String row) {
        return new RowText(COLUMNS).json(row.getBytes(UTF_8));
    }

    private static String csv(String row) {
        return new RowText(COLUMNS).csv(row.getBytes(UTF_8));
    }
}
