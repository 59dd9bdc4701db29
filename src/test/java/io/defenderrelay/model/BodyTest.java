package io.defenderrelay.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1, 0",
        "1, 1, 1",
        "8191, 1, 8191",
        "8192, 1, 8192",
        "8193, 1, 8193",
        "383999, 1, 383999",
        "384000, 1, 384000",
        "384001, 2, 1",
        "768000, 2, 384000",
        "768001, 3, 1"
    })
    void bytesAreCutIntoFullPartsAndARest(int size, int parts, int last) throws IOException {
        byte[] bytes = noise(size);

        Body body = Body.of(bytes);

        assertThat(body.size()).isEqualTo(size);
        assertThat(body.parts()).hasSize(parts);
        assertThat(body.parts().get(parts - 1)).hasSize(last);
        assertThat(body.parts().subList(0, parts - 1)).allMatch(part -> part.length == Body.PART);
        assertThat(body.open().readAllBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, true",
        "10, 9, false",
        "10, 10, false",
        "10, 11, true",
        "384000, 384001, true",
        "400000, 900000, true"
    })
    void whatComesBeyondTheLimitIsDroppedAndTold(int limit, int size, boolean overflowed) throws IOException {
        byte[] bytes = noise(size);
        Body.Builder builder = new Body.Builder(limit);

        builder.append(bytes, 0, size);
        builder.append(bytes, 0, 0);

        int kept = Math.min(limit, size);
        assertThat(builder.overflowed()).isEqualTo(overflowed);
        assertThat(builder.build().size()).isEqualTo(kept);
        assertThat(builder.build().open().readAllBytes()).isEqualTo(Arrays.copyOf(bytes, kept));
    }

    @Test
    void bytesBeyondTheRangeAreNotTaken() throws IOException {
        Body.Builder builder = new Body.Builder(100);

        builder.append(new byte[] {1, 2, 3, 4, 5}, 1, 3);

        assertThat(builder.build().open().readAllBytes()).containsExactly(2, 3, 4);
    }

    @Test
    void laterAppendsDoNotReachABodyAlreadyBuilt() throws IOException {
        Body.Builder builder = new Body.Builder(1_000_000);
        builder.append(noise(10), 0, 10);
        Body early = builder.build();

        builder.append(noise(500_000), 0, 500_000);

        assertThat(early.size()).isEqualTo(10);
        assertThat(early.open().readAllBytes()).isEqualTo(noise(10));
    }

    @Property(tries = 200)
    void partsDependOnTheBytesAndNotOnHowTheyCame(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 30_000) Integer> chunks,
            @ForAll @IntRange(min = 1, max = 1_000_000) int limit)
            throws IOException {
        Random random = new Random(chunks.hashCode());
        Body.Builder builder = new Body.Builder(limit);
        ByteArrayOutputStream all = new ByteArrayOutputStream();

        for (int size : chunks) {
            byte[] chunk = new byte[size];
            random.nextBytes(chunk);
            builder.append(chunk, 0, size);
            all.write(chunk);
        }

        byte[] kept = Arrays.copyOf(all.toByteArray(), Math.min(limit, all.size()));
        assertThat(builder.overflowed()).isEqualTo(all.size() > limit);
        assertThat(builder.build().parts().toArray())
                .isEqualTo(Body.of(kept).parts().toArray());
        assertThat(builder.build().open().readAllBytes()).isEqualTo(kept);
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
