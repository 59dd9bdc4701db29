package io.defenderrelay.microsoft;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;

/** Ends the reading of an answer that is too slow or too large, however small its steps are. */
final class BoundedStream extends FilterInputStream {
    private final Clock clock;
    private final Instant deadline;
    private long left;

    BoundedStream(InputStream in, long largest, Clock clock, Instant deadline) {
        super(in);
        this.left = largest;
        this.clock = clock;
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        if (clock.instant().isAfter(deadline)) {
            throw new MalformedPageException("it takes too long");
        }
        left -= Math.max(0, read);
        if (left < 0) {
            throw new MalformedPageException("it is too large");
        }
        return read;
    }
}
