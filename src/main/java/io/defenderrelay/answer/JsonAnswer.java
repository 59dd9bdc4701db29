package io.defenderrelay.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes JSON objects member by member. */
public final class JsonAnswer {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private JsonAnswer() {}

    /** What an object holds. */
    public interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    /** An answer that is one object. */
    public static Answer object(Members members) {
        AnswerBuffer out = new AnswerBuffer();
        object(out, members);
        return Answer.json(out.text(), 1);
    }

    /** A text as JSON, quotes and all. */
    public static String text(String text) {
        return "\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    public static void object(AnswerBuffer out, Members members) {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
