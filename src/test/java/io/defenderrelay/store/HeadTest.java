package io.defenderrelay.store;

import static io.defenderrelay.store.Findings.VERSION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.local.ItemSize;
import io.defenderrelay.model.Finding;
import io.defenderrelay.model.Kind;
import io.defenderrelay.store.Head.Standing;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class HeadTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:05:00Z");
    private static final Key KEY = Head.key("acme", Kind.ALERT, "da637551227677560813_-961444813");
    private static final int KILOBYTE = 1_024;

    @Test
    void newerVersionIsFreshAndOlderIsOlderWhateverTheContent() {
        Head head = first(Findings.of(VERSION, 1));

        assertThat(head.standing(Findings.of(VERSION.plusNanos(100), 1))).isEqualTo(Standing.FRESH);
        assertThat(head.standing(Findings.of(VERSION.minusNanos(100), 1))).isEqualTo(Standing.OLDER);
        assertThat(head.standing(Findings.of(VERSION.minusNanos(100), 2))).isEqualTo(Standing.OLDER);
    }

    @Test
    void sameVersionIsFreshForThreeContentsAndEachOfThemIsKnownAfterwards() {
        Head one = first(Findings.of(VERSION, 1));
        Head two = next(one, Findings.of(VERSION, 2));
        Head three = next(two, Findings.of(VERSION, 3));

        assertThat(one.standing(Findings.of(VERSION, 1))).isEqualTo(Standing.KNOWN);
        assertThat(one.standing(Findings.of(VERSION, 2))).isEqualTo(Standing.FRESH);
        assertThat(two.standing(Findings.of(VERSION, 1))).isEqualTo(Standing.KNOWN);
        assertThat(two.standing(Findings.of(VERSION, 3))).isEqualTo(Standing.FRESH);
        assertThat(three.standing(Findings.of(VERSION, 1))).isEqualTo(Standing.KNOWN);
        assertThat(three.standing(Findings.of(VERSION, 2))).isEqualTo(Standing.KNOWN);
        assertThat(three.standing(Findings.of(VERSION, 3))).isEqualTo(Standing.KNOWN);
        assertThat(three.standing(Findings.of(VERSION, 4))).isEqualTo(Standing.FLAPPING);
    }

    @Test
    void contentsOfAnOlderVersionAreForgotten() {
        Head three = next(next(first(Findings.of(VERSION, 1)), Findings.of(VERSION, 2)), Findings.of(VERSION, 3));

        Head newer = next(three, Findings.of(VERSION.plusSeconds(1), 1));

        assertThat(newer.standing(Findings.of(VERSION.plusSeconds(1), 1))).isEqualTo(Standing.KNOWN);
        assertThat(newer.standing(Findings.of(VERSION.plusSeconds(1), 2))).isEqualTo(Standing.FRESH);
    }

    @Test
    void contentIsNotFoundAcrossTwoHashes() {
        Head head = next(first(hashed("000000000000000000000000000000aa")), hashed("bb000000000000000000000000000000"));

        assertThat(head.standing(hashed("0000000000000000000000000000aabb"))).isEqualTo(Standing.FRESH);
    }

    @Test
    void revisionsCountWithoutGapsAndThePageIsTheNewest() {
        Head one = first(Findings.of(VERSION, 1));
        Item item = Head.after(one, KEY, Findings.of(VERSION, 2), 9, NOW);

        assertThat(one.revision()).isEqualTo(1);
        assertThat(new Head(item).revision()).isEqualTo(2);
        assertThat(new Head(item).page()).isEqualTo(9);
        assertThat(item.number("ttl")).isEqualTo(NOW.plus(Duration.ofDays(400)).getEpochSecond());
    }

    @Test
    void headIsListedUnderItsIncidentWhileItHasOne() {
        Finding.Facts in = new Finding.Facts(null, null, null, null, "28282", null, null);
        Finding.Facts out = new Finding.Facts(null, null, null, null, null, null, null);

        Item listed = Head.after(null, KEY, Findings.of(VERSION, 1, in, Map.of()), 1, NOW);
        Item left = Head.after(new Head(listed), KEY, Findings.of(VERSION, 2, out, Map.of()), 2, NOW);

        assertThat(listed.text("gsi1pk")).isEqualTo("T#acme#INCIDENT#28282");
        assertThat(listed.text("gsi1sk")).isEqualTo("2026-11-20T12:00:00.1234567Z#da637551227677560813_-961444813");
        assertThat(left.has("gsi1pk")).isFalse();
        assertThat(left.has("gsi1sk")).isFalse();
    }

    @Test
    void absentFactsAreLeftOut() {
        Finding.Facts none = new Finding.Facts(null, null, null, null, null, null, null);

        Item item = Head.after(null, KEY, Findings.of(VERSION, 1, none, Map.of()), 1, NOW);

        assertThat(item.attributes()).doesNotContainKeys("status", "severity", "title");
        assertThat(new Head(item).closed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"resolved", "Resolved", "RESOLVED"})
    void resolvedFindingIsClosedHoweverItIsWritten(String status) {
        Finding.Facts facts = new Finding.Facts(null, status, null, null, null, null, null);

        Item item = Head.after(null, KEY, Findings.of(VERSION, 1, facts, Map.of()), 1, NOW);

        assertThat(new Head(item).closed()).isTrue();
    }

    @Test
    void shortTitleIsKeptWhole() {
        assertThat(title("x".repeat(120))).hasSize(120);
        assertThat(title("\ud83d\ude00".repeat(30))).isEqualTo("\ud83d\ude00".repeat(30));
        assertThat(title("")).isEmpty();
    }

    @Test
    void titleIsNotCutWithinAPairOfSurrogates() {
        assertThat(title("x".repeat(119) + "\ud83d\ude00".repeat(5))).isEqualTo("x".repeat(119));
    }

    @Property
    void longTitleIsCutBetweenCharacters(
            @ForAll @IntRange(max = 130) int letters,
            @ForAll @IntRange(max = 130) int signs,
            @ForAll @IntRange(min = 2, max = 4) int width)
            throws CharacterCodingException {
        String sign = width == 2 ? "\u00e9" : width == 3 ? "\u20ac" : "\ud83d\ude00";
        String whole = "x".repeat(letters) + sign.repeat(signs);

        String cut = title(whole);

        CharsetEncoder strict = UTF_8.newEncoder();
        int bytes = strict.encode(CharBuffer.wrap(cut)).limit();
        int missing = Math.min(width, whole.getBytes(UTF_8).length - bytes);
        assertThat(whole).startsWith(cut);
        assertThat(bytes).isLessThanOrEqualTo(120);
        assertThat(bytes + missing > 120 || cut.equals(whole)).isTrue();
    }

    /** As many members as Microsoft documents, the longest words it documents, and a title beyond what is kept. */
    @Test
    void headOfTheLargestAlertFitsOneKilobyte() {
        Map<String, Long> members = new LinkedHashMap<>();
        for (int member = 0; member < 45; member++) {
            members.put("member" + member, Long.MIN_VALUE + member);
        }
        Finding.Facts facts = new Finding.Facts(
                "0a1b2c3d-1111-4222-8333-444455556666",
                "unknownFutureValue",
                "unknownFutureValue",
                "microsoftInsiderRiskManagement",
                "1234567890",
                "\u20ac".repeat(500),
                null);
        Head two = next(first(Findings.of(VERSION, 1, facts, members)), Findings.of(VERSION, 2, facts, members));

        Item three = Head.after(two, longestKey(), Findings.of(VERSION, 3, facts, members), 999_999_999_999L, NOW);

        assertThat(ItemSize.of(wire(three))).isLessThanOrEqualTo(KILOBYTE);
    }

    /** The same with techniques and times beside, of which as many are kept as there is room for. */
    @Test
    void whatTheIndexTellsBesidesCostsTheHeadNoSecondKilobyte() {
        for (int count = 0; count <= 45; count++) {
            Map<String, Long> members = new LinkedHashMap<>();
            IntStream.range(0, count).forEach(member -> members.put("member" + member, Long.MIN_VALUE + member));

            Item item = Head.after(null, longestKey(), active(members), 999_999_999_999L, NOW);

            assertThat(ItemSize.of(wire(item))).as(count + " members").isLessThanOrEqualTo(KILOBYTE);
            assertThat(item.has("source")).as(count + " members").isTrue();
        }
        assertThat(Head.after(null, longestKey(), active(Map.of()), 1, NOW).has("techniques"))
                .isTrue();
    }

    private static Finding active(Map<String, Long> members) {
        Finding.Facts facts = new Finding.Facts(
                null,
                "inProgress",
                "informational",
                "microsoftDefenderForOffice365",
                "1234567890",
                "t".repeat(90),
                null);
        List<String> techniques = IntStream.range(0, 20)
                .mapToObj(number -> String.format(Locale.ROOT, "T1%03d.%03d", number, number))
                .toList();
        Finding finding = Findings.of(VERSION, 1, facts, members);
        return new Finding(
                finding.id(),
                VERSION,
                finding.createdAt(),
                finding.canonicalHash(),
                finding.digest(),
                members,
                facts,
                new Finding.Activity(VERSION, VERSION, techniques),
                finding.body());
    }

    private static Key longestKey() {
        return Head.key("a".repeat(40), Kind.ALERT, "da637551227677560813_-961444813");
    }

    private static Finding hashed(String hash) {
        Finding finding = Findings.of(VERSION, 1);
        return new Finding(
                finding.id(),
                VERSION,
                null,
                hash,
                finding.digest(),
                finding.members(),
                finding.facts(),
                Finding.Activity.NONE,
                finding.body());
    }

    private static String title(String title) {
        return Head.after(null, KEY, Findings.titled(title), 1, NOW).text("title");
    }

    private static Head first(Finding finding) {
        return new Head(Head.after(null, KEY, finding, 1, NOW));
    }

    private static Head next(Head before, Finding finding) {
        return new Head(Head.after(before, KEY, finding, 2, NOW));
    }

    private static Map<String, AttributeValue> wire(Item item) {
        Map<String, AttributeValue> wire = new LinkedHashMap<>();
        item.attributes().forEach((name, value) -> wire.put(name, wire(value)));
        return wire;
    }

    private static AttributeValue wire(Object value) {
        if (value instanceof byte[] bytes) {
            return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
        }
        if (value instanceof Boolean flag) {
            return AttributeValue.fromBool(flag);
        }
        return value instanceof Long ? AttributeValue.fromN(value.toString()) : AttributeValue.fromS(value.toString());
    }
}
