package io.defenderrelay.microsoft;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.defenderrelay.model.Column;
import io.defenderrelay.problem.ProblemType;
import io.defenderrelay.problem.QueryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to a query row by row: {@code {"schema": [{"name", "type"}], "results": [{column: value}]}}, in any
 * order and with names in any case. Numbers stay as they were written; members that annotate others are left out. Source:
 * Microsoft Graph, "huntingQueryResults".
 */
final class HuntingReader {
    /** Bytes of a row, at most. */
    static final int LARGEST_ROW = 2_500_000;

    private static final int MOST_COLUMNS = 1_000;
    private static final int LONGEST_NAME = 256;
    private static final String ANNOTATION = "@odata.";
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final HuntingSink sink;
    private final ByteArrayOutputStream row = new ByteArrayOutputStream(8_192);
    private final List<Column> columns = new ArrayList<>();
    private final List<Column> ofFirstRow = new ArrayList<>();
    private boolean results;
    private long rows;

    HuntingReader(HuntingSink sink) {
        this.sink = sink;
    }

    HuntingResult read(InputStream in) throws IOException {
        try (JsonParser json = JSON.createParser(in)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "it is not a JSON object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equalsIgnoreCase("schema") && value == JsonToken.START_ARRAY) {
                    schema(json);
                } else if (name.equalsIgnoreCase("results") && value == JsonToken.START_ARRAY) {
                    results = true;
                    if (!rows(json)) {
                        return result(false);
                    }
                } else {
                    json.skipChildren();
                }
            }
            require(json.currentToken() == JsonToken.END_OBJECT, "it is cut off");
            require(json.nextToken() == null, "something follows its end");
            require(results, "it has no 'results'");
            return result(true);
        }
    }

    private HuntingResult result(boolean ended) {
        return new HuntingResult(columns.isEmpty() ? ofFirstRow : columns, ended);
    }

    private void schema(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            String name = "";
            String type = "";
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String member = json.currentName();
                json.nextToken();
                if (member.equalsIgnoreCase("name")) {
                    name = json.getText();
                } else if (member.equalsIgnoreCase("type")) {
                    type = json.getText();
                }
                json.skipChildren();
            }
            add(columns, name, type);
        }
        require(json.currentToken() == JsonToken.END_ARRAY, "its schema cannot be read");
    }

    /** Returns whether all rows were wanted. */
    private boolean rows(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            row.reset();
            try (JsonGenerator out = JSON.createGenerator(row)) {
                copyRow(json, out);
            }
            rows++;
            if (!sink.row(row.toByteArray())) {
                return false;
            }
        }
        require(json.currentToken() == JsonToken.END_ARRAY, "a row of it is no JSON object");
        return true;
    }

    private void copyRow(JsonParser json, JsonGenerator out) throws IOException {
        out.writeStartObject();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.contains(ANNOTATION)) {
                json.skipChildren();
                continue;
            }
            if (rows == 0) {
                add(ofFirstRow, name, "");
            }
            out.writeFieldName(name);
            copy(json, value, out);
        }
        require(json.currentToken() == JsonToken.END_OBJECT, "it is cut off");
        out.writeEndObject();
    }

    private void copy(JsonParser json, @Nullable JsonToken first, JsonGenerator out) throws IOException {
        int depth = 0;
        JsonToken token = first;
        do {
            require(token != null, "it is cut off");
            if (token == JsonToken.FIELD_NAME && json.currentName().contains(ANNOTATION)) {
                json.nextToken();
                json.skipChildren();
                token = json.nextToken();
                continue;
            }
            if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
                out.writeNumber(json.getText());
            } else {
                out.copyCurrentEvent(json);
            }
            depth += step(json);
            if (row.size() + out.getOutputBuffered() > LARGEST_ROW) {
                throw tooLarge();
            }
            token = depth > 0 ? json.nextToken() : null;
        } while (depth > 0);
    }

    private static int step(JsonParser json) {
        JsonToken token = json.currentToken();
        if (token.isStructStart()) {
            return 1;
        }
        return token.isStructEnd() ? -1 : 0;
    }

    private static void add(List<Column> columns, String name, String type) {
        if (columns.size() == MOST_COLUMNS) {
            throw new QueryException(
                    ProblemType.RESULT_TOO_LARGE,
                    "The query answers with more than " + MOST_COLUMNS + " columns: project those that you need",
                    Map.of());
        }
        columns.add(new Column(shortened(name), shortened(type)));
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
    }

    private static QueryException tooLarge() {
        return new QueryException(
                ProblemType.RESULT_TOO_LARGE,
                "A row of the answer is larger than " + LARGEST_ROW / 1_000 + " KB: project fewer columns, or make"
                        + " smaller sets and lists",
                Map.of());
    }

    private static void require(boolean right, String what) throws IOException {
        if (!right) {
            throw new MalformedPageException(what);
        }
    }
}
