package io.defenderrelay.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Table;
import io.defenderrelay.local.LocalAws;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of any size, from the writer to the reader. */
final class HuntRowsTest {
    private static final Instant KEPT = Instant.parse("2026-12-01T00:00:00Z");

    private final Table table = LocalAws.table();
    private final HuntRows rows = new HuntRows(table);

    @ParameterizedTest
    @ValueSource(
            ints = {
                1,
                HuntRows.CHUNK - 2,
                HuntRows.CHUNK - 1,
                HuntRows.CHUNK,
                HuntRows.CHUNK + 1,
                2 * HuntRows.CHUNK,
                2_500_000
            })
    void rowOfAnySizeComesBackWithItsNeighbours(int size) {
        List<String> written = List.of("{\"a\":1}", text(size, size), "{\"b\":2}", text(size, 7), "{}");

        write(1, written);

        for (int from = 0; from <= written.size(); from++) {
            assertThat(read(1, from)).isEqualTo(written.subList(from, written.size()));
        }
    }

    @Test
    void manyRowsAreReadFromAnywhere() {
        List<String> written = new ArrayList<>();
        for (int row = 0; row < 3_000; row++) {
            written.add("{\"row\":" + row + ",\"text\":\"" + text(row % 500, row) + "\"}");
        }

        write(1, written);

        for (int from : new int[] {0, 1, 999, 1_000, 2_999, 3_000}) {
            assertThat(read(1, from)).isEqualTo(written.subList(from, 3_000));
        }
    }

    @Test
    void attemptsDoNotMix() {
        write(1, List.of("{\"a\":1}", "{\"a\":2}"));
        write(2, List.of("{\"b\":1}"));

        assertThat(read(1, 0)).containsExactly("{\"a\":1}", "{\"a\":2}");
        assertThat(read(2, 0)).containsExactly("{\"b\":1}");
        assertThat(read(3, 0)).isEmpty();
    }

    private void write(int attempt, List<String> lines) {
        HuntRows.Writer writer = rows.write(hunt(attempt), KEPT);
        lines.forEach(line -> writer.add(line.getBytes(UTF_8)));
        writer.finish();

        assertThat(writer.rows()).isEqualTo(lines.size());
        assertThat(writer.bytes())
                .isEqualTo(lines.stream().mapToLong(line -> line.length() + 1L).sum());
    }

    private List<String> read(int attempt, long from) {
        HuntRows.Reader reader = rows.read(hunt(attempt), from);
        List<String> lines = new ArrayList<>();
        for (Optional<byte[]> row = reader.next(); row.isPresent(); row = reader.next()) {
            lines.add(new String(row.get(), UTF_8));
        }
        return lines;
    }

    private static Hunt hunt(int attempt) {
        return new Hunt("acme", "0".repeat(32), new Item(Map.of("owner", "worker-" + attempt)));
    }

    /** Characters that do not pack well. */
    private static String text(int size, int seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(size);
        for (int at = 0; at < size; at++) {
            text.append((char) ('!' + random.nextInt(90)));
        }
        return text.toString();
    }
}
