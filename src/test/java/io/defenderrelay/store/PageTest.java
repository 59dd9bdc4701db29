package io.defenderrelay.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.model.Change;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PageTest {
    private static final Instant AT = Instant.parse("2026-11-20T12:00:00.1234567Z");
    private static final Instant EXPIRY = Instant.parse("2027-02-18T12:00:00Z");

    @Test
    void pageIsReadBackAsItWasWritten() {
        Page page =
                new Page(7, AT, List.of(reference("first", Change.CREATED), reference("\u20ac\"\\\n", Change.CLOSED)));

        Item item = page.item("acme", Kind.ALERT, EXPIRY);

        assertThat(Page.of(item)).isEqualTo(page);
        assertThat(item.key()).isEqualTo(new Key("F#acme#alerts", "PAGE#000000000007"));
        assertThat(item.number("ttl")).isEqualTo(EXPIRY.getEpochSecond());
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void everyChangeIsReadBack(Change change) {
        Page page = new Page(1, AT, List.of(reference("a", change)));

        assertThat(Page.of(page.item("acme", Kind.ALERT, EXPIRY))).isEqualTo(page);
    }

    @ParameterizedTest
    @CsvSource({"1, PAGE#000000000001", "10, PAGE#000000000010", "999999999999, PAGE#999999999999"})
    void numbersSortAsTextAsTheyCount(long number, String key) {
        assertThat(Page.sortKey(number)).isEqualTo(key);
    }

    @Test
    void largestPageFitsFarBelowOneItem() {
        List<Reference> references = IntStream.range(0, Ledger.MOST)
                .mapToObj(at -> reference("da63755122767756" + at + "_-96144" + at, Change.UPDATED))
                .toList();

        Item item = new Page(1, AT, references).item("acme", Kind.ALERT, EXPIRY);

        assertThat(item.bytes("references").length).isLessThan(100_000);
        assertThat(Page.of(item).references()).isEqualTo(references);
    }

    @Test
    void membersThatALaterVersionWritesAreLeftAlone() {
        Item item = item(Packed.pack(
                ("[{\"id\":\"a\",\"version\":\"2026-11-20T12:00:00.1234567Z\",\"hash\":\"h\",\"digest\":\"d\","
                                + "\"parts\":1,\"size\":9,\"revision\":2,\"change\":\"updated\",\"origin\":\"defender\","
                                + "\"changed\":[\"status\"],\"previousPage\":3,\"later\":{\"x\":1}}]")
                        .getBytes(UTF_8)));

        assertThat(Page.of(item).references())
                .containsExactly(
                        new Reference("a", AT, "h", "d", 1, 9, 2, Change.UPDATED, "defender", List.of("status"), 3));
    }

    @Test
    void damagedPageIsAProblemOfTheStore() {
        Item noJson = item(Packed.pack("[{".getBytes(UTF_8)));
        Item notPacked = item(new byte[] {1, 2, 3});

        assertThatThrownBy(() -> Page.of(noJson)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> Page.of(notPacked)).isInstanceOf(StoreException.class);
    }

    @Test
    void laterChangesOfTheListDoNotReachThePage() {
        List<Reference> references = new ArrayList<>();
        Page page = new Page(1, AT, references);

        references.add(reference("a", Change.CREATED));

        assertThat(page.references()).isEmpty();
    }

    private static Item item(byte[] references) {
        return Item.of(
                new Key(Page.partition("acme", Kind.ALERT), Page.sortKey(4)),
                Map.of("at", "2026-11-20T12:00:00.0000000Z", "references", references, "ttl", 1L));
    }

    private static Reference reference(String id, Change change) {
        return new Reference(
                id,
                AT,
                "ffeeddccbbaa99887766554433221100",
                "00112233445566778899aabbccddeeff",
                2,
                400_000,
                3,
                change,
                Reference.DEFENDER,
                List.of("assignedTo", "status"),
                6);
    }
}
