package io.defenderrelay.writeback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.aws.Key;
import io.defenderrelay.microsoft.PatchResult;
import io.defenderrelay.microsoft.RemoteFinding;
import io.defenderrelay.microsoft.RemoteFindings;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.Requester;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.problem.ChangedException;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.ExpiredException;
import io.defenderrelay.problem.StoreException;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.store.History;
import io.defenderrelay.store.Revision;
import io.defenderrelay.store.Revisions;
import io.defenderrelay.store.StoredBody;
import io.defenderrelay.store.WriteAudit;
import io.defenderrelay.store.WriteIntents;
import io.defenderrelay.tenant.Tenant;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Changes alerts and incidents in Defender, for a caller who says which revision it decided upon. */
public final class FindingChanges {
    private static final Set<String> KEPT_BY_MICROSOFT =
            Set.of("lastModifiedBy", "lastUpdateDateTime", "resolvedDateTime");

    private final Writing writing;
    private final History history;
    private final Revisions revisions;
    private final WriteIntents intents;
    private final WriteAudit audit;
    private final Clock clock;

    public FindingChanges(
            Writing writing,
            History history,
            Revisions revisions,
            WriteIntents intents,
            WriteAudit audit,
            Clock clock) {
        this.writing = writing;
        this.history = history;
        this.revisions = revisions;
        this.intents = intents;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Makes the members what the request says, and nothing else. Safe to repeat: what is so already is not written again.
     *
     * @param revision what the caller decided upon; a member that it changes must still be as it was then. Of an incident
     *     that was merged, too: the target's member must be as the caller knew it, for nobody showed it any other value
     * @param body the request's, as it came
     * @throws ChangedException when a member was changed since; nothing was written
     * @throws ConnectorException for everything else that keeps it from being done
     */
    public Outcome change(Tenant tenant, Requester requester, Kind kind, String id, long revision, String body) {
        ChangeRequest request = ChangeRequest.read(kind, body);
        Map<String, JsonNode> base = members(tenant, kind, history.revision(tenant.alias(), kind, id, revision));
        RemoteFindings remote = writing.open(tenant);
        Target target = Target.find(remote, kind, id);
        SortedMap<String, JsonNode> wanted = wanted(request, base, target.members());
        refuseConflicts(wanted, base, target.members());
        wanted.entrySet()
                .removeIf(member -> Words.same(
                        member.getKey(), member.getValue(), target.members().get(member.getKey())));
        if (wanted.isEmpty()) {
            boolean known = intents.harmless(
                    tenant.alias(), kind, target.id(), request.members().keySet());
            return outcome(kind, target, List.of(), Map.of(), target.live(), known);
        }
        return write(tenant, requester, kind, target, remote, withPair(wanted, request));
    }

    private Outcome write(
            Tenant tenant,
            Requester requester,
            Kind kind,
            Target target,
            RemoteFindings remote,
            SortedMap<String, JsonNode> wanted) {
        List<String> names = List.copyOf(wanted.keySet());
        Key entry = audit.begin(tenant.alias(), kind, target.id(), requester, "change", texts(wanted));
        Key intent = intents.begin(tenant.alias(), kind, target.id(), requester, names);
        PatchResult result = patch(remote, kind, target, wanted, entry, intent);
        RemoteFinding before = result.before();
        Map<String, JsonNode> overwrote = new TreeMap<>();
        if (before != null) {
            for (String name : names) {
                if (!Words.same(
                        name, before.members().get(name), target.members().get(name))) {
                    overwrote.put(name, value(before.members().get(name)));
                }
            }
            Map<String, Long> effects = effects(names, before, result.after());
            intents.done(intent, result.after().finding().version(), effects, !overwrote.isEmpty());
        }
        Map<String, JsonNode> replaced = new HashMap<>();
        names.forEach(name -> replaced.put(
                name, value((before == null ? target.live() : before).members().get(name))));
        audit.end(entry, overwrote.isEmpty() ? "done" : "overwrote", texts(replaced));
        return outcome(kind, target, names, overwrote, result.after(), before != null);
    }

    /** When no answer came, a look tells whether it was done: the values are there, or they are not. */
    private PatchResult patch(
            RemoteFindings remote,
            Kind kind,
            Target target,
            SortedMap<String, JsonNode> wanted,
            Key entry,
            Key intent) {
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        wanted.forEach(changes::set);
        try {
            return remote.patch(kind, target.id(), changes);
        } catch (UpstreamException unknown) {
            RemoteFinding live = lookAgain(remote, kind, target, unknown);
            boolean done = live != null
                    && wanted.entrySet().stream()
                            .allMatch(member -> Words.same(
                                    member.getKey(),
                                    member.getValue(),
                                    live.members().get(member.getKey())));
            if (done) {
                return new PatchResult(null, Objects.requireNonNull(live));
            }
            boolean refused = unknown.reason() == UpstreamException.Reason.REFUSED;
            if (refused) {
                intents.refused(intent);
            }
            audit.end(entry, live == null && !refused ? "unknown" : "not done", Map.of());
            throw unknown;
        } catch (ConnectorException refused) {
            intents.refused(intent);
            audit.end(entry, "refused: " + refused.type().code(), Map.of());
            throw refused;
        }
    }

    private static @Nullable RemoteFinding lookAgain(
            RemoteFindings remote, Kind kind, Target target, UpstreamException unknown) {
        try {
            return remote.read(kind, target.id());
        } catch (ConnectorException blind) {
            unknown.addSuppressed(blind);
            return null;
        }
    }

    /** What the request comes to on top of what is there: tags are added and taken away one by one. */
    private static SortedMap<String, JsonNode> wanted(
            ChangeRequest request, Map<String, JsonNode> base, Map<String, JsonNode> live) {
        SortedMap<String, JsonNode> wanted = new TreeMap<>(request.members());
        JsonNode tags = wanted.get("customTags");
        if (tags == null) {
            return wanted;
        }
        Set<String> before = Words.tags(base.get("customTags"));
        Set<String> asked = Words.tags(tags);
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        for (String tag : Words.tags(live.get("customTags"))) {
            if (!before.contains(tag) || asked.contains(tag)) {
                merged.add(tag);
            }
        }
        Set<String> kept = Words.tags(merged);
        asked.stream()
                .filter(tag -> !before.contains(tag) && !kept.contains(tag))
                .forEach(merged::add);
        wanted.put("customTags", merged);
        return wanted;
    }

    private static void refuseConflicts(
            Map<String, JsonNode> wanted, Map<String, JsonNode> base, Map<String, JsonNode> live) {
        Map<String, ChangedException.Difference> conflicts = new TreeMap<>();
        wanted.forEach((name, value) -> {
            boolean changed = !Words.same(name, base.get(name), live.get(name));
            if (changed && !name.equals("customTags") && !Words.same(name, value, live.get(name))) {
                conflicts.put(
                        name,
                        new ChangedException.Difference(
                                value(base.get(name)).toString(),
                                value(live.get(name)).toString()));
            }
        });
        if (!conflicts.isEmpty()) {
            throw new ChangedException(conflicts);
        }
    }

    /** Classification and determination are written together, also when only one of them differs. */
    private static SortedMap<String, JsonNode> withPair(SortedMap<String, JsonNode> wanted, ChangeRequest request) {
        if (wanted.containsKey("classification") || wanted.containsKey("determination")) {
            for (String name : List.of("classification", "determination")) {
                wanted.put(name, Objects.requireNonNull(request.members().get(name)));
            }
        }
        return wanted;
    }

    /**
     * The members that our change left different, with their digests: those that we wrote, and those that Microsoft itself
     * keeps with every change. Any other may be an analyst's, made between the two parts of our batch.
     */
    private static Map<String, Long> effects(List<String> names, RemoteFinding before, RemoteFinding after) {
        Map<String, Long> effects = new HashMap<>(after.finding().members());
        effects.entrySet().removeAll(before.finding().members().entrySet());
        effects.keySet().removeIf(name -> !names.contains(name) && !KEPT_BY_MICROSOFT.contains(name));
        return effects;
    }

    private Map<String, JsonNode> members(Tenant tenant, Kind kind, Revision revision) {
        StoredBody body = revisions
                .stored(tenant.alias(), kind, List.of(revision.reference()), clock.instant())
                .get(revision.reference());
        if (body == null) {
            throw new ExpiredException(
                    "The revision in If-Match is no longer kept: read the newest, and decide upon that", null);
        }
        try {
            return RemoteFinding.members(body.open());
        } catch (IOException damaged) {
            throw new StoreException("A stored body cannot be read", damaged);
        }
    }

    /** @param known whether what was overwritten is known at all */
    private static Outcome outcome(
            Kind kind,
            Target target,
            List<String> changed,
            Map<String, JsonNode> overwrote,
            RemoteFinding after,
            boolean known) {
        ObjectNode json = Outcome.json();
        json.put("kind", kind.word()).put("id", target.id());
        if (target.redirectedFrom() != null) {
            json.put("redirectedFrom", target.redirectedFrom());
        }
        json.put("version", UtcTime.text(after.finding().version()));
        ArrayNode names = json.putArray("changed");
        changed.forEach(names::add);
        if (known) {
            ObjectNode lost = json.putObject("overwrote");
            overwrote.forEach(lost::set);
        } else {
            json.putNull("overwrote");
        }
        return new Outcome(json.toString(), changed.size());
    }

    private static Map<String, String> texts(Map<String, JsonNode> members) {
        List<String> names = new ArrayList<>(members.keySet());
        Map<String, String> texts = new TreeMap<>();
        names.forEach(name -> texts.put(name, cut(value(members.get(name)).toString())));
        return texts;
    }

    private static String cut(String text) {
        return text.length() <= 2_000 ? text : text.substring(0, 2_000) + "…";
    }

    private static JsonNode value(@Nullable JsonNode value) {
        return value == null ? NullNode.getInstance() : value;
    }
}
