package io.defenderrelay.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** The event bus. What it took it delivers at least once to each rule that matches. Source: EventBridge API, "PutEvents". */
public final class Bus {
    /** Events of one call, at most. */
    public static final int MOST = 10;

    /** Bytes of one call's events, at most, as {@link #size} counts them. */
    public static final long MOST_BYTES = 256_000;

    /** The {@code source} of all our events. */
    public static final String SOURCE = "defender-relay";

    private static final Set<String> PASSING = Set.of(
            "ThrottlingException",
            "InternalFailure",
            "InternalException",
            "ServiceUnavailable",
            "RequestLimitExceeded");

    private final EventBridgeClient client;
    private final String name;

    public Bus(EventBridgeClient client, String name) {
        this.client = client;
        this.name = name;
    }

    /** How the bus answered for one event. */
    public enum Fate {
        TAKEN,
        /** Not now: the same event may be taken in a moment. */
        LATER,
        /** Not this event. */
        REFUSED
    }

    /**
     * Puts the events, at most {@value #MOST} and {@value #MOST_BYTES} bytes of them; tells the fate of each, in their
     * order. An event whose answer was lost may have been taken: it is put again by whoever repeats the call.
     *
     * @throws io.defenderrelay.problem.StoreException when the call as a whole failed
     */
    public List<Fate> put(List<BusEvent> events) {
        List<PutEventsRequestEntry> entries = events.stream()
                .map(event -> PutEventsRequestEntry.builder()
                        .eventBusName(name)
                        .source(SOURCE)
                        .detailType(event.type())
                        .detail(event.detail())
                        .build())
                .toList();
        try {
            PutEventsResponse response = client.putEvents(request -> request.entries(entries));
            List<Fate> fates = new ArrayList<>();
            response.entries().forEach(entry -> fates.add(fate(entry)));
            while (fates.size() < events.size()) {
                fates.add(Fate.LATER);
            }
            return fates;
        } catch (SdkException fault) {
            String missing = "there is no such bus in this account and region; set RELAY_BUS to the stack's bus";
            throw Faults.store("put events on bus '" + name + "'", "events:PutEvents", missing, fault);
        }
    }

    /** Bytes that an event counts in a call. Source: EventBridge User Guide, "Calculating PutEvents event entry size". */
    public static long size(BusEvent event) {
        return (long) SOURCE.length()
                + event.type().getBytes(UTF_8).length
                + event.detail().getBytes(UTF_8).length;
    }

    private static Fate fate(PutEventsResultEntry entry) {
        @Nullable String code = entry.errorCode();
        if (code == null || code.isEmpty()) {
            return Fate.TAKEN;
        }
        return PASSING.contains(code) ? Fate.LATER : Fate.REFUSED;
    }
}
