package io.defenderrelay.hunting;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.answer.Answer;
import io.defenderrelay.answer.JsonAnswer;
import java.io.IOException;
import java.util.List;

/** The answer that lists the templates. */
final class TemplateList {
    private TemplateList() {}

    static Answer answer(List<HuntTemplate> templates) {
        return JsonAnswer.object(json -> {
            json.writeArrayFieldStart("templates");
            for (HuntTemplate template : templates) {
                write(json, template);
            }
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, HuntTemplate template) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", template.name());
        json.writeStringField("title", template.title());
        json.writeStringField("description", template.description());
        json.writeArrayFieldStart("techniques");
        for (String technique : template.techniques()) {
            json.writeString(technique);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("parameters");
        for (TemplateParameter parameter : template.parameters()) {
            write(json, parameter);
        }
        json.writeEndArray();
        json.writeStringField("query", template.query());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, TemplateParameter parameter) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", parameter.name());
        json.writeStringField("type", parameter.type().word());
        json.writeStringField("description", parameter.description());
        JsonNode fallback = parameter.defaultValue();
        json.writeBooleanField("required", fallback == null);
        if (fallback != null) {
            json.writeFieldName("default");
            json.writeRawValue(fallback.toString());
        }
        json.writeEndObject();
    }
}
