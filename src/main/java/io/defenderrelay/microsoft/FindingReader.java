package io.defenderrelay.microsoft;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.defenderrelay.model.Body;
import io.defenderrelay.model.Finding;
import io.defenderrelay.model.Reading;
import io.defenderrelay.model.UtcTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what storing needs out of one record: id, last update, a few facts and hashes. Members of unexpected type are
 * as good as absent, unless they are the id or the time: such a record is unreadable, and its neighbours are not.
 */
final class FindingReader {
    private static final int LONGEST_ID = 256;
    private static final int LONGEST_FACT = 4_096;
    private static final int HASH_BYTES = 16;
    private static final int MOST_TECHNIQUES = 20;
    private static final Pattern TECHNIQUE = Pattern.compile("T\\d{4}(\\.\\d{3})?");
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(500)
                    .maxStringLength(2_000_000)
                    .build())
            .build();

    private final List<String> techniques = new ArrayList<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Long> members = new HashMap<>();
    private final List<Map.Entry<String, byte[]>> forms = new ArrayList<>();

    private FindingReader() {}

    static Reading read(Body body, boolean whole) {
        String digest = digest(body);
        if (!whole) {
            return new Reading.Unreadable("larger than the relay reads", digest, body);
        }
        try {
            return new FindingReader().parse(body, digest);
        } catch (IOException notJson) {
            return new Reading.Unreadable("not the JSON of a record", digest, body);
        }
    }

    private Reading parse(Body body, String digest) throws IOException {
        try (JsonParser parser = JSON.createParser(body.open())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Reading.Unreadable("not an object", digest, body);
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                member(parser);
            }
        }
        String id = texts.get("id");
        Optional<Instant> version = UtcTime.parse(texts.get("lastUpdateDateTime"));
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
            return new Reading.Unreadable("no id", digest, body);
        }
        if (version.isEmpty()) {
            return new Reading.Unreadable("no lastUpdateDateTime", digest, body);
        }
        Instant createdAt = UtcTime.parse(texts.get("createdDateTime")).orElse(null);
        String canonicalHash = hex(Canonical.form(forms));
        return new Reading.Found(
                new Finding(id, version.get(), createdAt, canonicalHash, digest, members, facts(), activity(), body));
    }

    private void member(JsonParser parser) throws IOException {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_STRING && parser.getTextLength() <= LONGEST_FACT) {
            texts.put(name, parser.getText());
        }
        boolean techniques = name.equals("mitreTechniques") && token == JsonToken.START_ARRAY;
        byte[] form = techniques ? Canonical.unorderedForm(parser, this::technique) : Canonical.form(parser, name);
        if (Canonical.dropped(name)) {
            return;
        }
        forms.add(Map.entry(name, form));
        members.put(name, ByteBuffer.wrap(Canonical.sha256().digest(form)).getLong());
    }

    private void technique(String word) {
        if (techniques.size() < MOST_TECHNIQUES && TECHNIQUE.matcher(word).matches()) {
            techniques.add(word);
        }
    }

    private Finding.Activity activity() {
        return new Finding.Activity(
                UtcTime.parse(texts.get("firstActivityDateTime")).orElse(null),
                UtcTime.parse(texts.get("lastActivityDateTime")).orElse(null),
                techniques);
    }

    private Finding.Facts facts() {
        return new Finding.Facts(
                texts.get("tenantId"),
                texts.get("status"),
                texts.get("severity"),
                texts.get("serviceSource"),
                blankToNull(texts.get("incidentId")),
                texts.containsKey("title") ? texts.get("title") : texts.get("displayName"),
                blankToNull(texts.get("redirectIncidentId")));
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() || text.length() > LONGEST_ID ? null : text;
    }

    private static String digest(Body body) {
        MessageDigest digest = Canonical.sha256();
        body.parts().forEach(digest::update);
        return hex(digest.digest());
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(Arrays.copyOf(hash, HASH_BYTES));
    }
}
