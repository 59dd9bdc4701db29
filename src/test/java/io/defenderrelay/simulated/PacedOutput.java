package io.defenderrelay.simulated;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Sends bytes one by one, each after a pause. */
final class PacedOutput extends FilterOutputStream {

    private final Duration eachByte;

    PacedOutput(OutputStream out, Duration eachByte) {
        super(out);
        this.eachByte = eachByte;
    }

    @Override
    public void write(int one) throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(eachByte.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while it sent slowly");
        }
        out.write(one);
        out.flush();
    }
}
