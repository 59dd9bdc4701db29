package io.defenderrelay.writeback;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.aws.Key;
import io.defenderrelay.microsoft.RemoteFindings;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.Requester;
import io.defenderrelay.problem.ConflictException;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.problem.UnprocessableException;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.store.CommentRecords;
import io.defenderrelay.store.WriteAudit;
import io.defenderrelay.tenant.Tenant;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Comments on alerts and incidents, each posted once however often it is asked for. Microsoft gives a comment no id, so each
 * carries a short mark of ours, and is looked for by that before it is posted again.
 */
public final class FindingComments {
    private static final int LONGEST = 1_000;
    private static final int MARK = 12;
    private static final Duration SETTLING = Duration.ofSeconds(60);

    private final Writing writing;
    private final CommentRecords records;
    private final WriteAudit audit;
    private final Clock clock;

    public FindingComments(Writing writing, CommentRecords records, WriteAudit audit, Clock clock) {
        this.writing = writing;
        this.records = records;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Posts the comment, unless it is there. The same key with the same body is the same comment.
     *
     * @param key the caller's, for this comment
     * @throws ConflictException while another attempt at it may still be under way
     * @throws UnprocessableException when the key was used for another comment
     */
    public Outcome comment(Tenant tenant, Requester requester, Kind kind, String id, String key, String body) {
        String text = text(body);
        String commentId = hash(tenant.alias(), requester.principal(), kind.word(), id, key);
        String requestHash = hash(text, String.valueOf(requester.onBehalfOf()));
        Instant until = writing.end().plus(SETTLING);
        boolean first = records.enter(tenant.alias(), commentId, requestHash, until);
        Optional<CommentRecords.Entry> entry = first ? Optional.empty() : records.find(tenant.alias(), commentId);
        if (entry.isPresent() && !entry.get().requestHash().equals(requestHash)) {
            throw new UnprocessableException(
                    "Idempotency-Key", "This Idempotency-Key was used for another comment: take a new one");
        }
        if (entry.isPresent() && entry.get().posted()) {
            return outcome(kind, id, commentId, null);
        }
        RemoteFindings remote = writing.open(tenant);
        Target target = Target.find(remote, kind, id);
        String mark = "[relay " + commentId.substring(0, MARK) + "]";
        boolean there = holds(target.comments(), mark);
        if (!there) {
            entry.ifPresent(known -> claim(tenant, known, until));
            there = post(tenant, requester, kind, target, remote, commentId, text + "\n" + mark, mark);
        }
        if (!there) {
            throw new UpstreamException(
                    UpstreamException.Reason.FAILED,
                    "Microsoft took the comment and does not show it: ask again, with the same Idempotency-Key, in a"
                            + " few minutes",
                    null);
        }
        records.posted(tenant.alias(), commentId);
        return outcome(kind, target.id(), commentId, target.redirectedFrom());
    }

    private void claim(Tenant tenant, CommentRecords.Entry entry, Instant until) {
        Duration left = Duration.between(clock.instant(), entry.claimedUntil());
        if ((!left.isNegative() && !left.isZero()) || !records.claim(tenant.alias(), entry, until)) {
            long seconds = Math.max(1, left.toSeconds());
            throw new ConflictException(
                    "Another attempt to post this comment may still be under way: ask again, with the same"
                            + " Idempotency-Key, in " + seconds + " s",
                    Duration.ofSeconds(seconds));
        }
    }

    private boolean post(
            Tenant tenant,
            Requester requester,
            Kind kind,
            Target target,
            RemoteFindings remote,
            String commentId,
            String text,
            String mark) {
        Key entry = audit.begin(tenant.alias(), kind, target.id(), requester, "comment", Map.of("comment", text));
        try {
            boolean there = holds(remote.comment(kind, target.id(), text), mark);
            audit.end(entry, there ? "done" : "unknown", Map.of());
            return there;
        } catch (UpstreamException unknown) {
            if (unknown.reason() == UpstreamException.Reason.REFUSED) {
                records.free(tenant.alias(), commentId);
                audit.end(entry, "refused: " + unknown.type().code(), Map.of());
                throw unknown;
            }
            if (lookAgain(remote, kind, target, mark, unknown)) {
                audit.end(entry, "done", Map.of());
                return true;
            }
            audit.end(entry, "unknown", Map.of());
            throw unknown;
        } catch (ConnectorException refused) {
            records.free(tenant.alias(), commentId);
            audit.end(entry, "refused: " + refused.type().code(), Map.of());
            throw refused;
        }
    }

    private static boolean lookAgain(
            RemoteFindings remote, Kind kind, Target target, String mark, UpstreamException unknown) {
        try {
            JsonNode comments =
                    remote.read(kind, target.id()).members().getOrDefault("comments", MissingNode.getInstance());
            return holds(RemoteFindings.comments(comments), mark);
        } catch (ConnectorException blind) {
            unknown.addSuppressed(blind);
            return false;
        }
    }

    private static boolean holds(List<String> comments, String mark) {
        return comments.stream().anyMatch(comment -> comment.contains(mark));
    }

    private static String text(String body) {
        ObjectNode root = ChangeRequest.object(body);
        JsonNode comment = root.path("comment");
        boolean right = root.size() == 1
                && comment.isTextual()
                && !comment.textValue().isBlank()
                && comment.textValue().length() <= LONGEST
                && comment.textValue().chars().noneMatch(letter -> Character.isISOControl(letter) && letter != '\n');
        if (!right) {
            throw new InvalidRequestException(
                    "comment",
                    "The body must have 'comment' alone, a text of 1 to " + LONGEST
                            + " characters without control characters but line breaks");
        }
        return comment.textValue();
    }

    private static Outcome outcome(Kind kind, String id, String commentId, @Nullable String redirectedFrom) {
        ObjectNode json = Outcome.json();
        json.put("kind", kind.word()).put("id", id).put("comment", commentId).put("posted", true);
        if (redirectedFrom != null) {
            json.put("redirectedFrom", redirectedFrom);
        }
        return new Outcome(json.toString(), 1);
    }

    private static String hash(String... parts) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\u001f", parts).getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
