package io.defenderrelay.simulated;

import com.github.tomakehurst.wiremock.http.Fault;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes back to the client: status, headers, body, and how it travels. */
record Answer(int status, Map<String, String> headers, Body body, Delivery delivery) {

    private static final String JSON = "application/json;odata.metadata=minimal;odata.streaming=true;charset=utf-8";

    Answer {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** How the answer travels: when its first byte comes, how long each byte takes, and whether the line breaks. */
    record Delivery(
            Duration firstByte, Duration eachByte, @Nullable Fault broken) {
        static final Delivery PROMPT = new Delivery(Duration.ZERO, Duration.ZERO, null);

        Delivery late(Duration delay) {
            return new Delivery(delay, eachByte, broken);
        }

        Delivery slow(Duration pause) {
            return new Delivery(firstByte, pause, broken);
        }
    }

    static Answer json(int status, Body body) {
        return of(status, JSON, body);
    }

    static Answer of(int status, String contentType, Body body) {
        return new Answer(status, Map.of("Content-Type", contentType), body, Delivery.PROMPT);
    }

    Answer with(int status) {
        return new Answer(status, headers, body, delivery);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body, delivery);
    }

    Answer with(Body body) {
        return new Answer(status, headers, body, delivery);
    }

    Answer with(Delivery delivery) {
        return new Answer(status, headers, body, delivery);
    }
}
