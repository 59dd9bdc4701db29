package io.defenderrelay.store;

import java.io.OutputStream;
import java.util.List;

/** One revision's body as it is stored: compressed, so that many can be held at once. */
public final class StoredBody {
    private final List<byte[]> packed;

    StoredBody(List<byte[]> packed) {
        this.packed = List.copyOf(packed);
    }

    /** Writes Microsoft's bytes, exactly as they came. */
    public void writeTo(OutputStream out) {
        packed.forEach(part -> Packed.unpack(part, out));
    }
}
