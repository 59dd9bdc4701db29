package io.defenderrelay.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.defenderrelay.model.Body;
import io.defenderrelay.model.Finding;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Findings as these tests need them: of one id, told apart by version and content. */
final class Findings {
    static final Instant VERSION = Instant.parse("2026-11-20T12:00:00.1234567Z");

    private Findings() {}

    /** The content stands for a canonical hash that differs from any other content's. */
    static Finding of(Instant version, int content) {
        return of(version, content, facts("a title"), Map.of("status", (long) content));
    }

    static Finding titled(String title) {
        return of(VERSION, 1, facts(title), Map.of());
    }

    static Finding of(Instant version, int content, Finding.Facts facts, Map<String, Long> members) {
        String hash = String.format("%032x", content);
        Body body = Body.of(("{\"content\":" + content + "}").getBytes(UTF_8));
        return new Finding(
                "da637551227677560813_-961444813",
                version,
                VERSION,
                hash,
                hash,
                members,
                facts,
                Finding.Activity.NONE,
                body);
    }

    private static Finding.Facts facts(@Nullable String title) {
        return new Finding.Facts("tenant", "new", "high", "microsoftSentinel", null, title, null);
    }
}
