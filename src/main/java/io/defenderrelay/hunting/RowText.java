package io.defenderrelay.hunting;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.defenderrelay.answer.JsonAnswer;
import io.defenderrelay.model.Column;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows as text. Columns of dynamic type, which Microsoft sends as JSON or as JSON within a text, are shown as JSON; all else
 * is shown as it came.
 */
final class RowText {
    private static final Set<String> DYNAMIC = Set.of("object", "dynamic", "system.object");
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";
    private static final String QUOTED = ",\"\r\n;";
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final List<Column> columns;
    private final Set<String> dynamic;

    RowText(List<Column> columns) {
        this.columns = List.copyOf(columns);
        this.dynamic = columns.stream()
                .filter(column -> DYNAMIC.contains(column.type().toLowerCase(Locale.ROOT)))
                .map(Column::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A JSON object on one line. */
    String json(byte[] row) {
        if (dynamic.isEmpty()) {
            return new String(row, UTF_8);
        }
        StringWriter text = new StringWriter(row.length + 16);
        try (JsonParser json = JSON.createParser(row);
                JsonGenerator out = JSON.createGenerator(text)) {
            json.nextToken();
            out.writeStartObject();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                out.writeFieldName(name);
                String inside =
                        value == JsonToken.VALUE_STRING && dynamic.contains(name) ? compact(json.getText()) : null;
                if (inside == null) {
                    copy(json, out);
                } else {
                    out.writeRawValue(inside);
                }
            }
            out.writeEndObject();
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
        return text.toString();
    }

    /** The columns as a JSON array. */
    String columns() {
        return columns.stream()
                .map(column -> "{\"name\":" + JsonAnswer.text(column.name()) + ",\"type\":"
                        + JsonAnswer.text(column.type()) + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** The first line of the table. */
    String header() {
        return columns.stream().map(column -> cell(column.name())).collect(Collectors.joining(",")) + "\r\n";
    }

    /** A line of the table; a cell that a spreadsheet would take for a formula begins with an apostrophe. */
    String csv(byte[] row) {
        Map<String, String> cells = new HashMap<>();
        Map<String, String> byAnyCase = new HashMap<>();
        try (JsonParser json = JSON.createParser(row)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                String cell = cell(json);
                cells.put(name, cell);
                byAnyCase.putIfAbsent(name.toLowerCase(Locale.ROOT), cell);
            }
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
        return columns.stream()
                        .map(Column::name)
                        .map(name ->
                                cells.getOrDefault(name, byAnyCase.getOrDefault(name.toLowerCase(Locale.ROOT), "")))
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    private static String cell(JsonParser json) throws IOException {
        JsonToken value = json.nextToken();
        if (value == JsonToken.VALUE_NULL) {
            return "";
        }
        if (value == JsonToken.VALUE_STRING) {
            return cell(json.getText());
        }
        if (value.isScalarValue()) {
            return json.getText();
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            copy(json, out);
        }
        return cell(text.toString());
    }

    private static String cell(String text) {
        String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(one -> QUOTED.indexOf(one) >= 0);
        return quoted ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }

    /** The JSON that a text holds, without blanks between its parts; null when it holds none that has parts. */
    private static @Nullable String compact(String text) {
        String inside = text.strip();
        if (!inside.startsWith("{") && !inside.startsWith("[")) {
            return null;
        }
        StringWriter compact = new StringWriter(inside.length());
        try (JsonParser json = JSON.createParser(inside)) {
            JsonGenerator out = JSON.createGenerator(compact);
            json.nextToken();
            copy(json, out);
            out.close();
            return json.nextToken() == null ? compact.toString() : null;
        } catch (IOException notJson) {
            return null;
        }
    }

    /** Copies the value that the parser stands at, numbers as they are written. */
    private static void copy(JsonParser json, JsonGenerator out) throws IOException {
        int depth = 0;
        do {
            JsonToken token = depth == 0 ? json.currentToken() : json.nextToken();
            if (token == null) {
                throw new IOException("a value is cut off");
            }
            if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
                out.writeNumber(json.getText());
            } else {
                out.copyCurrentEvent(json);
            }
            depth += token.isStructStart() ? 1 : 0;
            depth -= token.isStructEnd() ? 1 : 0;
        } while (depth > 0);
    }
}
