package io.defenderrelay.microsoft;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.model.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageScannerTest {
    private static final String LINK = "https://graph.microsoft.com/v1.0/security/alerts_v2?$skiptoken=a\\/b\\u0026c";

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void everyRecordComesByteForByteHoweverTheAnswerIsChunked(
            @ForAll("records") List<String> records,
            @ForAll("objects") String beside,
            @ForAll("blanks") String blank,
            @ForAll("sizes") List<Integer> sizes)
            throws IOException {
        String page = blank + "{" + blank + "\"@odata.context\":" + beside + ",\"value\"" + blank + ":" + blank + "["
                + blank + String.join(blank + "," + blank, records) + blank + "]," + blank + "\"@odata.nextLink\":\""
                + LINK + "\",\"other\":" + beside + blank + "}" + blank;

        PageScanner scanner = new PageScanner(new Chunks(page.getBytes(UTF_8), sizes));

        assertThat(all(scanner)).isEqualTo(records);
        assertThat(scanner.nextLink())
                .isEqualTo("https://graph.microsoft.com/v1.0/security/alerts_v2?$skiptoken=a/b&c");
    }

    @Provide
    Arbitrary<List<String>> records() {
        return JsonTexts.values().list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> objects() {
        return JsonTexts.objects();
    }

    @Provide
    Arbitrary<String> blanks() {
        return JsonTexts.blanks();
    }

    @Provide
    Arbitrary<List<Integer>> sizes() {
        Arbitrary<List<Integer>> any = Arbitraries.integers()
                .between(0, 9)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .filter(sizes -> sizes.stream().anyMatch(size -> size > 0));
        return Arbitraries.oneOf(any, Arbitraries.of(List.of(1), List.of(16_384)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alerts-v2-list-page1.json", "alerts-v2-list-page2.json", "alerts-v2-list-empty.json"})
    void recordedPageCutAtAnyByteIsMalformedAndNeverAnEnd(String file) throws IOException {
        byte[] page = Files.readAllBytes(Path.of("src/test/resources/recorded/graph", file));
        int end = new String(page, UTF_8).stripTrailing().getBytes(UTF_8).length;
        List<String> whole = all(new PageScanner(new ByteArrayInputStream(page)));

        for (int length = 0; length < end; length++) {
            PageScanner scanner = new PageScanner(new ByteArrayInputStream(page, 0, length));
            List<String> seen = new ArrayList<>();

            assertThatThrownBy(() -> collect(scanner, seen))
                    .as("cut after %d bytes", length)
                    .isInstanceOf(MalformedPageException.class);
            assertThat(seen).as("cut after %d bytes", length).isEqualTo(whole.subList(0, seen.size()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\ufeff",
                "<!DOCTYPE html><html><body>{\"value\":[]}</body></html>",
                "[]",
                "[{\"value\":[]}]",
                "null",
                "\"value\"",
                "{}",
                "{\"error\":{\"code\":\"x\"}}",
                "{\"value\":null}",
                "{\"value\":{}}",
                "{\"value\":\"[]\"}",
                "{\"Value\":[]}",
                "{\"nested\":{\"value\":[]}}",
                "{value:[]}",
                "{\"value\" []}",
                "{\"value\":[]",
                "{\"value\":[]]",
                "{\"value\":[]}}",
                "{\"value\":[]} x",
                "{\"value\":[]}{\"value\":[]}",
                "{\"value\":[]}\u0000",
                "{\"value\":[],\"@odata.nextLink\":5}",
                "{\"value\":[],\"@odata.nextLink\":{}}",
                "{\"value\":[],\"@odata.nextLink\":\"a\\x\"}",
                "{\"value\":[],\"@odata.nextLink\":truthy}",
                "{\"@odata.count\":,\"value\":[{\"id\":\"a\"}]}"
            })
    void whatIsNoListAnswerIsMalformed(String page) {
        assertThatThrownBy(() -> all(page)).isInstanceOf(MalformedPageException.class);
    }

    @Test
    void byteOrderMarkIsSkipped() throws IOException {
        assertThat(all("\ufeff{\"value\":[{\"id\":\"a\"}]}")).containsExactly("{\"id\":\"a\"}");
    }

    @Test
    void answerInAnotherEncodingIsMalformed() {
        byte[] page = "{\"value\":[]}".getBytes(UTF_16);

        assertThatThrownBy(() -> new PageScanner(new ByteArrayInputStream(page)).next())
                .isInstanceOf(MalformedPageException.class);
    }

    @Test
    void nextLinkAndCountAreReadWhereverTheyStand() throws IOException {
        PageScanner scanner = scanner("{\"@odata.count\":12,\"@odata.nextLink\":\"" + LINK + "\",\"value\":[1]}");

        assertThat(all(scanner)).containsExactly("1");

        assertThat(scanner.count()).isEqualTo(12);
        assertThat(scanner.nextLink()).endsWith("a/b&c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"value\":[]}",
                "{\"value\":[],\"@odata.nextLink\":null,\"@odata.count\":null}",
                "{\"value\":[],\"@odata.count\":\"12\"}",
                "{\"value\":[],\"@odata.count\":1.5}",
                "{\"value\":[],\"@odata.count\":99999999999999999999}",
                "{\"value\":[],\"@odata.count\":some}"
            })
    void nextLinkAndCountThatAreNoneAreNull(String page) throws IOException {
        PageScanner scanner = scanner(page);

        assertThat(all(scanner)).isEmpty();

        assertThat(scanner.nextLink()).isNull();
        assertThat(scanner.count()).isNull();
    }

    @Test
    void nextLinkInsideARecordIsNotThePages() throws IOException {
        PageScanner scanner = scanner("{\"value\":[{\"@odata.nextLink\":\"https://evil.example\"}]}");

        assertThat(all(scanner)).hasSize(1);

        assertThat(scanner.nextLink()).isNull();
    }

    @Test
    void longMemberThatSaysNothingToUsIsPassedOver() throws IOException {
        PageScanner scanner = scanner("{\"@odata.context\":\"" + "a".repeat(20_000) + "\",\"value\":[{\"id\":1}]}");

        assertThat(all(scanner)).containsExactly("{\"id\":1}");
    }

    @Test
    void longLinkIsMalformed() {
        String page = "{\"value\":[],\"@odata.nextLink\":\"" + "a".repeat(20_000) + "\"}";

        assertThatThrownBy(() -> all(page))
                .isInstanceOf(MalformedPageException.class)
                .hasMessage("a member beside 'value' is too long");
    }

    @Test
    void hugeRecordIsKeptUpToTheLimitAndItsNeighboursWhole() throws IOException {
        long huge = 300_000_000;
        InputStream page = new SequenceInputStream(Collections.enumeration(List.of(
                stream("{\"value\":[{\"id\":\"a\"},{\"text\":\""), letters(huge), stream("\"},{\"id\":\"b\"}]}"))));
        PageScanner scanner = new PageScanner(page);

        assertThat(text(required(scanner))).isEqualTo("{\"id\":\"a\"}");
        assertThat(scanner.overflowed()).isFalse();
        assertThat(required(scanner).size()).isEqualTo(PageScanner.LARGEST);
        assertThat(scanner.overflowed()).isTrue();
        assertThat(text(required(scanner))).isEqualTo("{\"id\":\"b\"}");
        assertThat(scanner.overflowed()).isFalse();
        assertThat(scanner.next()).isNull();
    }

    @Test
    void recordThatIsNoJsonDoesNotSpoilItsNeighbours() throws IOException {
        assertThat(all("{\"value\":[{\"id\":\"a\"},{\"id\":nonsense,,},{\"id\":\"c\"}]}"))
                .containsExactly("{\"id\":\"a\"}", "{\"id\":nonsense,,}", "{\"id\":\"c\"}");
    }

    private static PageScanner scanner(String page) {
        return new PageScanner(stream(page));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static List<String> all(String page) throws IOException {
        return all(scanner(page));
    }

    private static List<String> all(PageScanner scanner) throws IOException {
        List<String> records = new ArrayList<>();
        collect(scanner, records);
        return records;
    }

    private static void collect(PageScanner scanner, List<String> records) throws IOException {
        for (Body record = scanner.next(); record != null; record = scanner.next()) {
            records.add(text(record));
        }
    }

    private static Body required(PageScanner scanner) throws IOException {
        return Objects.requireNonNull(scanner.next());
    }

    private static String text(Body body) throws IOException {
        return new String(body.open().readAllBytes(), UTF_8);
    }

    /** So many letters, made as they are read. */
    private static InputStream letters(long count) {
        return new InputStream() {
            private long left = count;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                if (left <= 0) {
                    return -1;
                }
                int read = (int) Math.min(left, length);
                Arrays.fill(target, offset, offset + read, (byte) 'x');
                left -= read;
                return read;
            }
        };
    }
}
