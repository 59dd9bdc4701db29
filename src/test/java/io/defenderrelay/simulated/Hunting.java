package io.defenderrelay.simulated;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What hunting queries answer, which limits they meet, and what was asked: no rows and no limits at first. Needs the
 * role {@link #ROLE}. Other faults strike with {@code faults().….on(Target.HUNTING)}. Safe for many threads. Source:
 * Microsoft Graph, "security: runHuntingQuery", quotas and resource allocation.
 */
public final class Hunting {
    /** What a token must grant. */
    public static final String ROLE = "ThreatHunting.Read.All";
    /** No answer has more rows; what is above is cut off, and nothing tells. */
    public static final int MOST_ROWS = 100_000;

    static final String PATH = "/v1.0/security/runHuntingQuery";

    private static final String CONTEXT = "\"@odata.context\":\"https://graph.microsoft.com/v1.0/$metadata"
            + "#microsoft.graph.security.huntingQueryResults\"";
    private static final Set<String> TABLES = Set.of(
            "AlertInfo",
            "AlertEvidence",
            "DeviceInfo",
            "DeviceProcessEvents",
            "DeviceNetworkEvents",
            "DeviceFileEvents",
            "DeviceLogonEvents",
            "DeviceEvents",
            "IdentityLogonEvents",
            "IdentityInfo",
            "EmailEvents",
            "EmailUrlInfo",
            "UrlClickEvents",
            "CloudAppEvents",
            "EntraIdSignInEvents",
            "AADSignInEventsBeta");

    private final Faults faults;
    private final HuntingLimits limits = new HuntingLimits();
    private final List<HuntingRequest> queries = new ArrayList<>();
    private final Set<String> unlicensed = ConcurrentHashMap.newKeySet();
    private volatile HuntingRows rows = new HuntingRows(1, 0, 0);
    private volatile @Nullable String answer;
    private volatile boolean schemaLast;
    private int running;
    private int mostAtOnce;

    Hunting(Faults faults) {
        this.faults = faults;
    }

    /** Answers so many generated rows of about 400 bytes, though at most {@link #MOST_ROWS}. */
    public Hunting rows(int count) {
        return rows(count, 0);
    }

    /** Answers so many generated rows, each filled up to so many bytes as it travels. */
    public synchronized Hunting rows(int count, int bytesPerRow) {
        rows = rows.with(Math.min(count, MOST_ROWS), bytesPerRow);
        answer = null;
        return this;
    }

    /** Answers other rows of the same number and size. Default 1. */
    public synchronized Hunting seed(long seed) {
        rows = rows.with(seed);
        return this;
    }

    /** Answers exactly this body. */
    public Hunting answer(String json) {
        this.answer = json;
        return this;
    }

    /** Whether generated results stand before their schema. Default no. */
    public Hunting schemaLast(boolean last) {
        this.schemaLast = last;
        return this;
    }

    /** How many rows an answer has. */
    public int rowCount() {
        return rows.count();
    }

    /** One row of the answers as JSON, from 0 on, in the order of its members but without {@code @odata.} annotations. */
    public String row(int number) {
        return rows.plain(number);
    }

    /** Knows the table no more, as when the tenant has no licence for it. */
    public Hunting unlicensed(String table) {
        unlicensed.add(table);
        return this;
    }

    /** Answers 429 to each call beyond so many in one minute of the tenant's clock. Default no limit. */
    public Hunting callsAMinute(int most) {
        limits.callsAMinute(most);
        return this;
    }

    /** Answers 429 with a body that says CPU until this time. */
    public Hunting cpuExhaustedUntil(Instant end) {
        limits.cpuExhaustedUntil(end);
        return this;
    }

    /** Whether the 429 of these limits say when to come back. Default yes. */
    public Hunting retryAfter(boolean sent) {
        limits.retryAfter(sent);
        return this;
    }

    /** The next queries are refused with 400 as too costly. */
    public Fault preempt(int times) {
        return faults.failing(GraphErrors::preempted).on(Target.HUNTING).times(times);
    }

    /** Each query is refused with 400 because its result would be too large. */
    public Fault resultTooLarge() {
        return faults.failing(GraphErrors::resultTooLarge).on(Target.HUNTING);
    }

    /** The next queries fail with this status, UnknownError and no message. */
    public Fault fails(int times, int status) {
        return faults.status(status).on(Target.HUNTING).times(times);
    }

    /** Each query takes so long, in real time, before the first byte of its answer. */
    public Fault slow(Duration delay) {
        return faults.slowFirstByte(delay).on(Target.HUNTING);
    }

    /** What was asked so far, in the order of arrival, refused or not. */
    public synchronized List<HuntingRequest> queries() {
        return List.copyOf(queries);
    }

    /** How many queries are being answered at this moment: from their arrival to the end of the answer. */
    public synchronized int running() {
        return running;
    }

    /** The most queries that were ever answered at one moment. */
    public synchronized int mostAtOnce() {
        return mostAtOnce;
    }

    synchronized void reset() {
        limits.reset();
        queries.clear();
        unlicensed.clear();
        rows = new HuntingRows(1, 0, 0);
        answer = null;
        schemaLast = false;
        mostAtOnce = running;
    }

    /** Counts a query as running; returns what ends that, however often it is called. */
    synchronized Runnable begin() {
        running++;
        mostAtOnce = Math.max(mostAtOnce, running);
        AtomicBoolean ended = new AtomicBoolean();
        return () -> {
            if (!ended.getAndSet(true)) {
                end();
            }
        };
    }

    private synchronized void end() {
        running--;
    }

    /** Keeps what was asked, whatever will be answered; a call without a query leaves nothing to keep. */
    void received(Message message) {
        try {
            HuntingRequest request = HuntingRequest.parse(message);
            synchronized (this) {
                queries.add(request);
            }
        } catch (InvalidQuery none) {
            // It will be refused for that in its turn.
        }
    }

    Answer answer(Call call, Message message, List<Effect> effects) {
        Answer throttled = limits.refusal(call);
        if (throttled != null) {
            return throttled;
        }
        try {
            HuntingRequest.parse(message).check(table -> TABLES.contains(table) && !unlicensed.contains(table));
        } catch (InvalidQuery refused) {
            return GraphErrors.refused(call, refused);
        }
        for (Effect effect : effects) {
            Answer failure = effect.fail(call, List.of());
            if (failure != null) {
                return failure;
            }
        }
        return result();
    }

    private Answer result() {
        String exactly = answer;
        if (exactly != null) {
            return Answer.json(200, Body.of(exactly));
        }
        HuntingRows made = rows;
        boolean last = schemaLast;
        return Answer.json(200, Body.flowing(out -> write(made, last, out)));
    }

    private static void write(HuntingRows rows, boolean schemaLast, OutputStream out) throws IOException {
        out.write(bytes("{" + CONTEXT + "," + (schemaLast ? "" : HuntingRows.SCHEMA + ",") + "\"results\":["));
        for (int number = 0; number < rows.count(); number++) {
            out.write(bytes((number == 0 ? "" : ",") + rows.sent(number)));
        }
        out.write(bytes("]" + (schemaLast ? "," + HuntingRows.SCHEMA : "") + "}"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
