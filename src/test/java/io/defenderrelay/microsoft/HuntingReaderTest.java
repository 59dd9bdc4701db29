package io.defenderrelay.microsoft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.model.Column;
import io.defenderrelay.problem.QueryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to a query as they come, and as they should not. */
final class HuntingReaderTest {
    private final List<String> rows = new ArrayList<>();

    @Test
    void annotationsAreDroppedAndNumbersStayAsWritten() throws IOException {
        read(
                "{\"@odata.context\":\"x\",\"schema\":[{\"name\":\"Id\",\"type\":\"Int64\"}],\"results\":["
                        + "{\"Id@odata.type\":\"#Int64\",\"Id\":9007199254740993,\"D\":0.10,\"E\":1e400,\"@odata.etag\":{\"a\":[1]}}]}");

        assertThat(rows).containsExactly("{\"Id\":9007199254740993,\"D\":0.10,\"E\":1e400}");
    }

    @Test
    void annotationsWithinValuesAreDroppedToo() throws IOException {
        read("{\"results\":[{\"A\":{\"@odata.type\":\"#x\",\"b@odata.type\":[1],\"b\":[{\"@odata.id\":{}},2]}}]}");

        assertThat(rows).containsExactly("{\"A\":{\"b\":[{},2]}}");
    }

    @Test
    void schemaIsFoundBeforeAndBehindTheRowsAndInAnyCase() throws IOException {
        HuntingResult before = read("{\"schema\":[{\"name\":\"A\",\"type\":\"String\"}],\"results\":[{\"A\":\"1\"}]}");
        HuntingResult behind = read("{\"Results\":[{\"A\":\"1\"}],\"Schema\":[{\"Type\":\"String\",\"Name\":\"A\"}]}");

        assertThat(before.columns()).containsExactly(new Column("A", "String"));
        assertThat(behind).isEqualTo(before);
    }

    @Test
    void withoutASchemaTheFirstRowNamesTheColumns() throws IOException {
        HuntingResult result = read("{\"results\":[{\"B\":1,\"A\":2},{\"C\":3}]}");

        assertThat(result.columns()).extracting(Column::name).containsExactly("B", "A");
    }

    @Test
    void readingEndsWhenNoMoreRowsAreWanted() throws IOException {
        HuntingResult result = new HuntingReader(row -> false).read(stream("{\"results\":[{\"A\":1},{\"A\":"));

        assertThat(result.ended()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "<html>",
                "{}",
                "{\"schema\":[]}",
                "{\"results\":null}",
                "{\"results\":{}}",
                "{\"results\":[1]}",
                "{\"results\":[null]}",
                "{\"results\":[{\"A\":1}",
                "{\"results\":[{\"A\":[1,",
                "{\"results\":[{\"A\":1}]} x",
                "{\"results\":[{\"A\":1}],\"schema\":[1]}",
                "{\"results\":[{\"A\":1}]"
            })
    void answerThatIsNotWholeIsNotTakenForOne(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(IOException.class);
    }

    @Test
    void rowBeyondTheLargestIsRefusedWithAdvice() {
        String value = "x".repeat(HuntingReader.LARGEST_ROW);

        assertThatThrownBy(() -> read("{\"results\":[{\"A\":\"" + value + "\"}]}"))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("fewer columns");
    }

    private HuntingResult read(String body) throws IOException {
        return new HuntingReader(row -> rows.add(new String(row, UTF_8))).read(stream(body));
    }

    private static ByteArrayInputStream stream(String body) {
        return new ByteArrayInputStream(body.getBytes(UTF_8));
    }
}
