package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AlertGeneratorTest {

    private static final String TENANT = "0a1b2c3d-1111-4222-8333-444455556666";
    private static final Instant FROM = Instant.parse("2026-09-07T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-09-14T00:00:00Z");
    private static List<byte[]> alerts = List.of();

    @BeforeAll
    static void generate() {
        alerts = new AlertGenerator(7, TENANT).alerts(4000, FROM, TO).toList();
    }

    @Test
    void alertsHaveTheMeanSizeOfRealOnes() {
        double raw = alerts.stream().mapToInt(alert -> alert.length).average().orElse(0);
        double gzip =
                alerts.stream().mapToInt(AlertGeneratorTest::gzipped).average().orElse(0);

        System.out.printf("generated alerts: mean %.0f bytes, gzip %.0f bytes%n", raw, gzip);
        assertThat(raw).isCloseTo(5700, within(300.0));
        assertThat(gzip).isBetween(1500.0, 2000.0);
    }

    @Test
    void alertsHaveTheMeanNumberOfEvidenceItems() {
        double mean = alerts.stream()
                .mapToInt(alert -> tree(alert).path("evidence").size())
                .average()
                .orElse(0);

        System.out.printf("generated alerts: mean %.2f evidence items%n", mean);
        assertThat(mean).isCloseTo(3.5, within(0.2));
    }

    private static ObjectNode tree(byte[] alert) {
        return Alerts.tree(alert);
    }

    private static int gzipped(byte[] alert) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(alert);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.size();
    }
}
