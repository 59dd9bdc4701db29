package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.stream.Stream;

/** Makes the records of one collection from a seed: the same seed and calls give the same records. */
public interface RecordGenerator {
    /** So many records created and last changed from one time on, before another. */
    Stream<byte[]> records(int count, Instant from, Instant to);

    /** So many records that all last changed at exactly the same moment. */
    Stream<byte[]> ties(int count, Instant at);

    /** A new record. */
    ObjectNode record(Instant created, Instant lastUpdate);

    /** A record with this id, created when it last changed. */
    ObjectNode record(String id, Instant lastUpdate);

    /** Changes a record as analysts and Microsoft do; the time is not changed. */
    void change(ObjectNode record);
}
