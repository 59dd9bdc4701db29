package io.defenderrelay.simulated;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A body that is made while it is sent: WireMock copies its bodies by {@code transferTo}, and this one writes itself
 * then, so that no answer need fit into memory.
 */
// Nothing is read from here, neither slowly nor fast.
@SuppressWarnings("InputStreamSlowMultibyteRead")
final class Outflow extends InputStream {

    private final Source source;
    private final Runnable ended;

    Outflow(Source source, Runnable ended) {
        this.source = source;
        this.ended = ended;
    }

    /** Writes the body. */
    interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes it once, and says when that has ended, well or not; WireMock does not look at the count. */
    @Override
    public long transferTo(OutputStream out) throws IOException {
        try {
            source.writeTo(out);
            return 0;
        } finally {
            ended.run();
        }
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("The server must copy a body by transferTo");
    }
}
