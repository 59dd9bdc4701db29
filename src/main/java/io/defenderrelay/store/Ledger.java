package io.defenderrelay.store;

import io.defenderrelay.aws.Expression;
import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.Table;
import io.defenderrelay.aws.Write;
import io.defenderrelay.model.Change;
import io.defenderrelay.model.Finding;
import io.defenderrelay.model.Reading;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.problem.LeaseLostException;
import io.defenderrelay.tenant.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Extends the log of one feed of one tenant, for the run that holds its lease. A commit makes revisions, heads, page and
 * position last together or not at all; repeating one after a crash finds the heads as they are and adds nothing twice.
 */
public final class Ledger {
    /** Findings that one commit takes: their heads, a page and the cursor make one transaction of at most 100 writes. */
    public static final int MOST = 96;

    private static final Duration REVISIONS_OUTLIVE_PAGES = Duration.ofDays(7);

    private final Table table;
    private final Cursors cursors;
    private final Revisions revisions;
    private final Clock clock;
    private final Tenant tenant;
    private final Cursor cursor;

    public Ledger(Table table, Clock clock, Tenant tenant, Cursor cursor) {
        this.table = table;
        this.cursors = new Cursors(table);
        this.revisions = new Revisions(table);
        this.clock = clock;
        this.tenant = tenant;
        this.cursor = cursor;
    }

    /** A finding that the feed has not shown yet, and the head it replaces. */
    private record Fresh(Finding finding, @Nullable Head head) {
        Reference reference(List<WriteIntents.Done> ours) {
            return new Reference(
                    finding.id(),
                    finding.version(),
                    finding.canonicalHash(),
                    finding.digest(),
                    finding.body().parts().size(),
                    finding.body().size(),
                    head == null ? 1 : head.revision() + 1,
                    change(),
                    origin(ours),
                    changed(),
                    head == null ? 0 : head.page());
        }

        private List<String> changed() {
            return head == null ? List.of() : MemberDigests.changed(finding.members(), head.members());
        }

        /**
         * Ours only if the version is the very one that Microsoft made of a change of ours, and each member that changed is
         * as that change left it. What is not proven is an analyst's: to take theirs for ours would hide it.
         */
        private String origin(List<WriteIntents.Done> ours) {
            List<String> changed = changed();
            boolean relay = !changed.isEmpty()
                    && ours.stream()
                            .filter(done -> done.id().equals(finding.id()))
                            .filter(done -> done.version().equals(finding.version()))
                            .anyMatch(done -> changed.stream()
                                    .allMatch(name -> Objects.equals(
                                            finding.members().get(name),
                                            done.members().get(name))));
            return relay ? Reference.RELAY : Reference.DEFENDER;
        }

        private Change change() {
            if (head == null) {
                return Change.CREATED;
            }
            return finding.facts().closed() && !head.closed() ? Change.CLOSED : Change.UPDATED;
        }
    }

    /**
     * Commits what is new among at most {@link #MOST} findings of different ids, and the cursor's position with it;
     * returns what was new. Writes nothing when nothing is.
     *
     * @throws LeaseLostException when another run took over; nothing of this commit is in the log then
     */
    public List<Reference> commit(Collection<Finding> group) {
        List<Fresh> fresh = fresh(group);
        if (fresh.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        Instant expiry = now.plus(tenant.settings().retention());
        revisions.put(
                cursor.alias(),
                cursor.kind(),
                fresh.stream().map(Fresh::finding).toList(),
                expiry.plus(REVISIONS_OUTLIVE_PAGES));
        long number = cursor.committed() + 1;
        Page page = new Page(number, now, references(fresh, now));
        boolean done = table.transact(cursor.owner() + "-" + number, writes(fresh, page, expiry));
        if (!done && !cursors.committed(cursor, number)) {
            throw new LeaseLostException(cursor.alias(), cursor.kind().feed());
        }
        cursor.committed(number);
        return page.references();
    }

    /** One query tells of all our own changes; none is made while nothing known has changed. */
    private List<Reference> references(List<Fresh> fresh, Instant now) {
        boolean known = fresh.stream().anyMatch(one -> one.head() != null);
        List<WriteIntents.Done> ours = known
                ? WriteIntents.done(table, cursor.alias(), now).stream()
                        .filter(done -> done.kind() == cursor.kind())
                        .toList()
                : List.of();
        return fresh.stream().map(one -> one.reference(ours)).toList();
    }

    /** Keeps records that are no findings, once each; returns how many were not kept before. */
    public int keep(List<Reading.Unreadable> unreadable) {
        Map<Key, Reading.Unreadable> byKey = new LinkedHashMap<>();
        unreadable.forEach(
                record -> byKey.put(new Key(UnreadableRecords.partition(cursor.alias()), record.digest()), record));
        Set<Key> kept = table.getAll(List.copyOf(byKey.keySet()), List.of("reason")).stream()
                .map(Item::key)
                .collect(Collectors.toSet());
        byKey.keySet().removeAll(kept);
        List<Item> items = new ArrayList<>();
        byKey.forEach((key, record) -> items.add(unreadableItem(key, record)));
        table.putAll(items);
        return items.size();
    }

    private Item unreadableItem(Key key, Reading.Unreadable record) {
        Instant now = clock.instant();
        return Item.of(
                key,
                Map.of(
                        "feed", cursor.kind().feed(),
                        "reason", record.reason(),
                        "body", Packed.pack(record.body().parts().get(0)),
                        "size", record.body().size(),
                        "at", UtcTime.text(now),
                        "ttl", now.plus(tenant.settings().retention()).getEpochSecond()));
    }

    private List<Fresh> fresh(Collection<Finding> group) {
        Map<Key, Head> heads = heads(group);
        List<Fresh> fresh = new ArrayList<>();
        for (Finding finding : group) {
            Head head = heads.get(Head.key(cursor.alias(), cursor.kind(), finding.id()));
            if (head == null) {
                if (wanted(finding)) {
                    fresh.add(new Fresh(finding, null));
                }
                continue;
            }
            Head.Standing standing = head.standing(finding);
            if (standing == Head.Standing.FRESH) {
                fresh.add(new Fresh(finding, head));
            }
            cursor.count("regressed", standing == Head.Standing.OLDER ? 1 : 0);
            cursor.count("flapping", standing == Head.Standing.FLAPPING ? 1 : 0);
        }
        return fresh;
    }

    private Map<Key, Head> heads(Collection<Finding> group) {
        List<Key> keys = group.stream()
                .map(finding -> Head.key(cursor.alias(), cursor.kind(), finding.id()))
                .toList();
        Map<Key, Head> heads = new HashMap<>();
        table.getAll(keys).forEach(item -> heads.put(item.key(), new Head(item)));
        return heads;
    }

    /** The tenant's filters and start apply when a finding is seen first: what is in the feed stays whole. */
    private boolean wanted(Finding finding) {
        Instant start = cursor.startFrom();
        Instant created = finding.createdAt();
        boolean tooOld =
                start != null && finding.version().isBefore(start) && (created == null || created.isBefore(start));
        return !tooOld && tenant.settings().sync().wants(cursor.kind(), finding.facts());
    }

    private List<Write> writes(List<Fresh> fresh, Page page, Instant expiry) {
        List<Write> writes = new ArrayList<>();
        writes.add(new Write.Change(Cursors.commit(cursor, page.number())));
        writes.add(new Write.Put(page.item(cursor.alias(), cursor.kind(), expiry), Expression.ABSENT));
        for (Fresh one : fresh) {
            Key key = Head.key(cursor.alias(), cursor.kind(), one.finding().id());
            writes.add(
                    new Write.Put(Head.after(one.head(), key, one.finding(), page.number(), page.committedAt()), null));
        }
        return writes;
    }
}
