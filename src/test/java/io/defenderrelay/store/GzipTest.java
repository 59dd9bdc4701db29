package io.defenderrelay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.model.Body;
import io.defenderrelay.problem.StoreException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GzipTest {
    private static final int LARGEST_ITEM = 400 * 1_024;

    @Property(tries = 200)
    void bytesAreUnpackedAsTheyWerePacked(@ForAll byte[] bytes) {
        assertThat(Gzip.unpack(Gzip.pack(bytes))).isEqualTo(bytes);
    }

    @Test
    void sameBytesArePackedAlike() {
        byte[] bytes = noise(10_000);

        assertThat(Gzip.pack(bytes)).isEqualTo(Gzip.pack(bytes.clone()));
    }

    @Test
    void fullPartOfNoiseFitsAnItemWithRoomForItsNames() {
        assertThat(Gzip.pack(noise(Body.PART)).length).isLessThan(LARGEST_ITEM - 4_096);
    }

    @Test
    void damagedBytesAreAProblemOfTheStore() {
        byte[] packed = Gzip.pack(noise(10_000));

        assertThatThrownBy(() -> Gzip.unpack(new byte[0])).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> Gzip.unpack(new byte[] {1, 2, 3})).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> Gzip.unpack(Arrays.copyOf(packed, packed.length / 2)))
                .isInstanceOf(StoreException.class);
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
