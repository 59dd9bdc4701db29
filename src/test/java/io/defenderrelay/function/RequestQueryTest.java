package io.defenderrelay.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.defenderrelay.feed.Format;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.InvalidRequestException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestQueryTest {
    private static final Set<String> KNOWN = Set.of("after", "limit", "kinds", "format");

    @Test
    void emptyQueryMeansTheDefaults() {
        RequestQuery query = RequestQuery.parse("", KNOWN);

        assertThat(query.limit()).isEqualTo(100);
        assertThat(query.after()).isNull();
        assertThat(query.partsRead()).isZero();
        assertThat(query.kinds()).containsExactly(Kind.values());
    }

    @Test
    void valuesAreDecodedOnceAndPlusStaysPlus() {
        RequestQuery query = RequestQuery.parse("after=a%2Bb+c%3D%2541&limit=%35%30%30&kinds=alert", KNOWN);

        assertThat(query.after()).isEqualTo("a+b+c=%41");
        assertThat(query.limit()).isEqualTo(500);
        assertThat(query.kinds()).containsExactly(Kind.ALERT);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=1&limit=1, limit",
        "limit=1&%6cimit=2, limit",
        "limit=, limit",
        "limit, limit",
        "after=%, after",
        "after=%ff, after",
        "%=1, query",
        "canary=1, query",
        "Limit=1, query",
        "=1, query",
        "&, query",
        "limit=1&, query",
        "limit=1&&after=x, query",
    })
    void malformedQueryIsRefusedByName(String query, String field) {
        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> RequestQuery.parse(query, KNOWN));

        assertThat(refused.field()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "501", "-1", "+1", "1.0", "1e2", "01", "٣", "99999999999", "1,2", "%201", "0x10"})
    void limitOutsideItsRangeIsRefused(String limit) {
        RequestQuery query = RequestQuery.parse("limit=" + limit, KNOWN);

        assertThatThrownBy(query::limit)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("from 1 to 500");
    }

    @ParameterizedTest
    @ValueSource(strings = {"incidents", "Alert", "alert,alert", "alert,", ",alert", "alert%20", "*"})
    void kindsOtherThanOursAreRefused(String kinds) {
        RequestQuery query = RequestQuery.parse("kinds=" + kinds, KNOWN);

        assertThatThrownBy(query::kinds)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("alert");
    }

    @Test
    void formatIsOcsfUnlessAskedOtherwiseAndNothingUnknown() {
        assertThat(RequestQuery.parse("", KNOWN).format()).isEqualTo(Format.OCSF);
        assertThat(RequestQuery.parse("format=graph", KNOWN).format()).isEqualTo(Format.GRAPH);
        assertThatThrownBy(() -> RequestQuery.parse("format=Graph", KNOWN).format())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("ocsf or graph");
    }

    @Test
    void unknownParameterIsShownOnlyWhenItIsAPlainWord() {
        assertThatThrownBy(() -> RequestQuery.parse("sort=1", KNOWN)).hasMessageContaining("'sort'");
        assertThatThrownBy(() -> RequestQuery.parse("%0acanary=1", KNOWN)).hasMessageNotContaining("canary");
    }

    @Test
    void longQueriesAndValuesAreRefused() {
        assertThatThrownBy(() -> RequestQuery.parse("after=" + "a".repeat(1_025), KNOWN))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> RequestQuery.parse("a".repeat(5_000), KNOWN))
                .isInstanceOf(InvalidRequestException.class);
    }
}
