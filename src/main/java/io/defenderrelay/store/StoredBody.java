package io.defenderrelay.store;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One revision's body as it is stored: compressed, so that many can be held at once. */
public final class StoredBody {
    private final List<byte[]> packed;

    StoredBody(List<byte[]> packed) {
        this.packed = List.copyOf(packed);
    }

    /** Microsoft's bytes, unpacked as they are read. */
    public InputStream open() {
        List<InputStream> streams = new ArrayList<>(packed.size());
        packed.forEach(part -> streams.add(Packed.open(part)));
        return new SequenceInputStream(Collections.enumeration(streams));
    }

    /** Writes Microsoft's bytes, exactly as they came. */
    public void writeTo(OutputStream out) {
        packed.forEach(part -> Packed.unpack(part, out));
    }
}
