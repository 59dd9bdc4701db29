package io.defenderrelay.microsoft;

import java.io.InputStream;
import java.util.List;

/** A stream that hands out its bytes in steps of the given sizes, over and over; a step of zero reads nothing. */
final class Chunks extends InputStream {
    private final byte[] bytes;
    private final List<Integer> sizes;
    private int position;
    private int step;

    Chunks(byte[] bytes, List<Integer> sizes) {
        this.bytes = bytes;
        this.sizes = List.copyOf(sizes);
    }

    @Override
    public int read() {
        return position == bytes.length ? -1 : bytes[position++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (position == bytes.length) {
            return -1;
        }
        int size = sizes.get(step++ % sizes.size());
        int read = Math.min(Math.min(size, length), bytes.length - position);
        System.arraycopy(bytes, position, target, offset, read);
        position += read;
        return read;
    }
}
