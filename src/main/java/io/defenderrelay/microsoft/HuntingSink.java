package io.defenderrelay.microsoft;

/** Takes the rows of an answer while it is read. */
public interface HuntingSink {
    /**
     * Takes the next row.
     *
     * @param json an object without line breaks and without Microsoft's annotations
     * @return whether more rows are wanted
     */
    boolean row(byte[] json);
}
