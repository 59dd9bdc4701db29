package io.defenderrelay.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.defenderrelay.aws.Table;
import io.defenderrelay.model.Body;
import io.defenderrelay.model.Finding;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.store.Cursor;
import io.defenderrelay.store.Cursors;
import io.defenderrelay.store.Ledger;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A tenant in a table, with a log that is written as a sync run writes it. */
public final class WrittenLog {
    public static final Instant FIRST_VERSION = Instant.parse("2026-10-01T08:00:00Z");

    private final Table table;
    private final Clock clock;
    private final Tenant tenant;

    public WrittenLog(Table table, Clock clock, String alias, int retentionDays) {
        this.table = table;
        this.clock = clock;
        String settings = "{\"tenantId\":\"11111111-2222-3333-4444-555555555555\",\"displayName\":\"Tenant " + alias
                + "\",\"retentionDays\":" + retentionDays + "}";
        Tenants tenants = new Tenants(table);
        tenants.put(alias, Tenant.State.ACTIVE, 1, settings);
        this.tenant = tenants.find(alias).orElseThrow();
    }

    public Tenant tenant() {
        return tenant;
    }

    /** One page. */
    public void commit(Finding... findings) {
        commit(List.of(findings));
    }

    public void commit(List<Finding> page) {
        run((cursor, ledger) -> ledger.commit(page));
    }

    /** A page of each, in one run. */
    public void commitEach(List<List<Finding>> pages) {
        run((cursor, ledger) -> pages.forEach(ledger::commit));
    }

    /** One run that does what is told. */
    public void run(BiConsumer<Cursor, Ledger> work) {
        run(Kind.ALERT, work);
    }

    /** One page of incidents. */
    public void commitIncidents(Finding... incidents) {
        run(Kind.INCIDENT, (cursor, ledger) -> ledger.commit(List.of(incidents)));
    }

    private void run(Kind kind, BiConsumer<Cursor, Ledger> work) {
        Cursors cursors = new Cursors(table);
        Instant now = clock.instant();
        String owner = UUID.randomUUID().toString().substring(0, 16);
        Cursor cursor = cursors.acquire(tenant.alias(), kind, owner, now, now.plus(Duration.ofMinutes(1)))
                .orElseThrow();
        work.accept(cursor, new Ledger(table, clock, tenant, cursor));
        if (!cursors.release(cursor)) {
            throw new IllegalStateException("The lease was lost");
        }
    }

    /** An incident's revision; merged into {@code target} unless that is null. */
    public static Finding incident(String id, long version, @Nullable String target) {
        String json = "{\"id\":\"" + id + "\",\"displayName\":\"Incident " + id + "\",\"redirectIncidentId\":"
                + (target == null ? "null" : "\"" + target + "\"") + "}";
        String status = target == null ? "active" : "redirected";
        return with(alert(id, version, json), new Finding.Facts(null, status, "low", null, null, "Incident", target));
    }

    /** An alert's revision that names the incident it is in; made {@code number} seconds after the first. */
    public static Finding alertOf(String incident, String id, long number) {
        Finding alert = with(
                titled(id, number, "x"), new Finding.Facts(null, "new", "high", null, incident, "Alert " + id, null));
        return new Finding(
                id,
                alert.version(),
                FIRST_VERSION.plusSeconds(number),
                alert.canonicalHash(),
                alert.digest(),
                alert.members(),
                alert.facts(),
                alert.activity(),
                alert.body());
    }

    private static Finding with(Finding finding, Finding.Facts facts) {
        return new Finding(
                finding.id(),
                finding.version(),
                finding.createdAt(),
                finding.canonicalHash(),
                finding.digest(),
                finding.members(),
                facts,
                finding.activity(),
                finding.body());
    }

    /** An alert's revision whose version is that many seconds after the first. */
    public static Finding alert(String id, long version, String json) {
        byte[] bytes = json.getBytes(UTF_8);
        String digest = HexFormat.of().formatHex(Arrays.copyOf(sha256(bytes), 16));
        Finding.Facts facts = new Finding.Facts(
                null, json.contains("\"resolved\"") ? "resolved" : "new", null, null, null, null, null);
        return new Finding(
                id,
                FIRST_VERSION.plusSeconds(version),
                FIRST_VERSION,
                digest,
                digest,
                Map.of("title", (long) Arrays.hashCode(bytes), "lastUpdateDateTime", version),
                facts,
                Finding.Activity.NONE,
                Body.of(bytes));
    }

    /** As {@link #alert(String, long, String)}, with JSON that names both, and {@code more} as its title. */
    public static Finding titled(String id, long version, String more) {
        return alert(id, version, json(id, version, more));
    }

    public static String json(String id, long version, String title) {
        return "{\"id\": \"" + id + "\",\"lastUpdateDateTime\":\"" + UtcTime.text(FIRST_VERSION.plusSeconds(version))
                + "\", \"title\":\"" + title + "\"}";
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
