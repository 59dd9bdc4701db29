package io.defenderrelay.simulated;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** One state of one alert: its bytes as they go out, and what lists sort and filter by. Never changes. */
public final class StoredRecord {

    private static final JsonFactory JSON = new JsonFactory();

    private final String key;
    private final byte[] json;
    private final long updated;
    private final @Nullable Long created;
    private final Map<FilterProperty, String> texts;
    private volatile byte @Nullable [] deflated;

    private StoredRecord(String key, byte[] json, long updated, Fields fields) {
        this.key = key;
        this.json = json;
        this.updated = updated;
        this.created = fields.created;
        this.texts = fields.texts;
    }

    /**
     * Reads a record as it is. A record without an id is known by {@code otherKey}; one without a readable
     * lastUpdateDateTime needs {@code listedAt}, which wins over what the record says.
     */
    static StoredRecord read(byte[] json, String otherKey, @Nullable Instant listedAt) {
        Fields fields = new Fields();
        try {
            fields.read(json);
        } catch (IOException e) {
            if (listedAt == null) {
                throw new UncheckedIOException("A record that is not JSON needs a time to be listed at", e);
            }
        }
        Long updated = listedAt == null ? fields.updated : Long.valueOf(Ticks.of(listedAt));
        if (updated == null) {
            throw new IllegalArgumentException("An alert without lastUpdateDateTime needs a time to be listed at");
        }
        return new StoredRecord(fields.id == null ? otherKey : fields.id, json, updated, fields);
    }

    /** Its id, or a made-up key when it has none that is a string. */
    public String id() {
        return key;
    }

    /** What lists sort and filter by: its lastUpdateDateTime, or what was given for a record without one. */
    public Instant lastUpdateDateTime() {
        return Ticks.instant(updated);
    }

    /** The exact bytes that lists and reads answer with. Not a copy: do not write to it. */
    public byte[] json() {
        return json;
    }

    long updated() {
        return updated;
    }

    @Nullable
    Long created() {
        return created;
    }

    @Nullable
    String text(FilterProperty property) {
        return texts.get(property);
    }

    /** Its bytes as a closed run of deflate blocks, computed once: what lets a page be gzipped by joining. */
    byte[] deflated() {
        byte[] known = deflated;
        if (known == null) {
            known = Gzip.blocks(json);
            deflated = known;
        }
        return known;
    }

    void checksum(CRC32 crc) {
        crc.update(json, 0, json.length);
    }

    /** What a shallow look at the JSON finds; wrong types count as absent. */
    private static final class Fields {
        private @Nullable String id;
        private @Nullable Long updated;
        private @Nullable Long created;
        private final Map<FilterProperty, String> texts = new EnumMap<>(FilterProperty.class);

        void read(byte[] json) throws IOException {
            try (JsonParser parser = JSON.createParser(json)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    return;
                }
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    if (parser.nextToken() == JsonToken.VALUE_STRING) {
                        keep(name, parser.getText());
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        }

        private void keep(String name, String value) {
            if (name.equals("id")) {
                id = value;
                return;
            }
            FilterProperty.named(name).ifPresent(property -> {
                switch (property) {
                    case UPDATED -> updated = time(value);
                    case CREATED -> created = time(value);
                    default -> texts.put(property, value.intern());
                }
            });
        }

        private static @Nullable Long time(String value) {
            try {
                return Ticks.parse(value);
            } catch (DateTimeException e) {
                return null;
            }
        }
    }
}
