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

class PackedTest {
    private static final int LARGEST_ITEM = 400 * 1_024;

    @Property(tries = 200)
    void bytesAreUnpackedAsTheyWerePacked(@ForAll byte[] bytes) {
        assertThat(Packed.unpack(Packed.pack(bytes))).isEqualTo(bytes);
    }

    @Test
    void sameBytesArePackedAlike() {
        byte[] bytes = noise(10_000);

        assertThat(Packed.pack(bytes)).isEqualTo(Packed.pack(bytes.clone()));
    }

    @Test
    void fullPartOfNoiseFitsAnItemWithRoomForItsNames() {
        assertThat(Packed.pack(noise(Body.PART)).length).isLessThan(LARGEST_ITEM - 4_096);
    }

    @Test
    void damagedBytesAreAProblemOfTheStore() {
        byte[] packed = Packed.pack(noise(10_000));

        assertThatThrownBy(() -> Packed.unpack(new byte[0])).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> Packed.unpack(new byte[] {1, 2, 3})).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> Packed.unpack(Arrays.copyOf(packed, packed.length / 2)))
                .isInstanceOf(StoreException.class);
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
