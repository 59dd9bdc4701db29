package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
        alerts = new AlertGenerator(7, TENANT).records(4000, FROM, TO).toList();
    }

    @Test
    void alertsHaveTheMeanSizeOfRealOnes() {
        double raw = alerts.stream().mapToInt(alert -> alert.length).average().orElse(0);
        double gzip =
                alerts.stream().mapToInt(AlertGeneratorTest::gzipped).average().orElse(0);

        assertThat(raw).isCloseTo(5700, within(300.0));
        assertThat(gzip).isBetween(1500.0, 2000.0);
    }

    @Test
    void alertsHaveTheMeanNumberOfEvidenceItems() {
        double mean = alerts.stream()
                .mapToInt(alert -> tree(alert).path("evidence").size())
                .average()
                .orElse(0);

        assertThat(mean).isCloseTo(3.5, within(0.2));
    }

    @Test
    void everySourceAndEveryKindOfEvidenceOccurs() {
        Set<String> sources = new TreeSet<>();
        Set<String> kinds = new TreeSet<>();
        for (byte[] alert : alerts) {
            ObjectNode tree = tree(alert);
            sources.add(tree.path("serviceSource").asText());
            tree.path("evidence")
                    .forEach(item -> kinds.add(item.path("@odata.type").asText()));
        }

        assertThat(sources).hasSize(13).doesNotContain("unknown", "unknownFutureValue");
        assertThat(kinds).hasSize(48);
    }

    @Test
    void topLevelMembersAreThoseOfTheRecordedAlerts() {
        ObjectNode recorded = Recorded.json("graph/alert-microsoftDefenderForEndpoint.json");

        List<String> names = names(recorded);

        assertThat(alerts).allSatisfy(alert -> assertThat(names(tree(alert))).containsExactlyElementsOf(names));
    }

    @Test
    void evidenceHasTheMembersOfTheRecordedEvidence() {
        AlertGenerator generator = new AlertGenerator(3, TENANT);
        for (String file : List.of("Endpoint", "Office365", "Identity", "CloudApps", "Cloud")) {
            Recorded.json("graph/alert-microsoftDefenderFor" + file + ".json")
                    .path("evidence")
                    .forEach(item -> {
                        String type = item.path("@odata.type").asText();
                        String kind = type.substring(type.lastIndexOf('.') + 1);

                        JsonNode made = generator
                                .alert("da1", TO, List.of(kind))
                                .path("evidence")
                                .path(0);

                        assertThat(names(made)).as(kind).containsExactlyInAnyOrderElementsOf(names(item));
                    });
        }
    }

    @Test
    void idsAreUniqueAndStartWithTheirSourcesPrefix() {
        List<String> ids =
                alerts.stream().map(alert -> tree(alert).path("id").asText()).toList();

        assertThat(ids)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("(da|ra|fa|aa|ca|ma|ad|dl|dc|sn|ir|ta).{10,}"));
    }

    @Test
    void aboutThreeAlertsShareAnIncident() {
        long incidents = alerts.stream()
                .map(alert -> tree(alert).path("incidentId").asText())
                .distinct()
                .count();

        assertThat(alerts.size() / (double) incidents).isCloseTo(3, within(0.1));
    }

    @Test
    void timesLieInTheSpanWithAnyNumberOfDecimals() {
        Set<Integer> decimals = new TreeSet<>();
        for (byte[] alert : alerts) {
            String updated = tree(alert).path("lastUpdateDateTime").asText();
            Instant created = OffsetDateTime.parse(
                            tree(alert).path("createdDateTime").asText())
                    .toInstant();
            decimals.add(updated.contains(".") ? updated.length() - updated.indexOf('.') - 2 : 0);

            assertThat(OffsetDateTime.parse(updated).toInstant())
                    .isBetween(FROM, TO)
                    .isBefore(TO)
                    .isAfterOrEqualTo(created);
        }

        assertThat(decimals).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void sameSeedMakesTheSameAlerts() {
        List<byte[]> again =
                new AlertGenerator(7, TENANT).records(4000, FROM, TO).limit(50).toList();
        List<byte[]> other =
                new AlertGenerator(8, TENANT).records(4000, FROM, TO).limit(50).toList();

        assertThat(again).usingRecursiveComparison().isEqualTo(alerts.subList(0, 50));
        assertThat(other.get(0)).isNotEqualTo(again.get(0));
    }

    @Test
    void tiesShareOneTime() {
        List<byte[]> ties =
                new AlertGenerator(1, TENANT).ties(20, FROM.plusNanos(700)).toList();

        assertThat(ties).allSatisfy(tie -> assertThat(
                        tree(tie).path("lastUpdateDateTime").asText())
                .isEqualTo("2026-09-07T00:00:00.0000007Z"));
    }

    @Test
    void changesAlwaysChangeSomething() {
        AlertGenerator generator = new AlertGenerator(5, TENANT);
        Set<String> changed = new TreeSet<>();
        ObjectNode alert = generator.record("da1", TO);
        for (int i = 0; i < 100; i++) {
            ObjectNode before = alert.deepCopy();
            generator.change(alert);

            assertThat(alert).isNotEqualTo(before);
            before.fieldNames().forEachRemaining(name -> {
                if (!before.get(name).equals(alert.get(name))) {
                    changed.add(name);
                }
            });
        }

        assertThat(changed).contains("status", "severity", "assignedTo", "evidence", "comments", "classification");
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static ObjectNode tree(byte[] alert) {
        return RecordBytes.tree(alert);
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
