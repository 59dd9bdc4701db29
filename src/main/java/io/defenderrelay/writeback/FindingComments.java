package io.defenderrelay.writeback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.aws.Key;
import io.defenderrelay.microsoft.RemoteFinding;
import io.defenderrelay.microsoft.RemoteFindings;
import io.defenderrelay.model.Digest;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Comments on alerts and incidents, each posted once however often it is asked for. Microsoft gives a comment no id, so each
 * carries a short mark of ours, and is looked for by that before it is posted again.
 */
public final class FindingComments {
    private static final int LONGEST = 1_000;
    private static final int MARK = 12;
    private static final Duration SETTLING = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Logger LOG = Logger.getLogger(FindingComments.class);

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

    /** A comment that was asked for, and the name under which its fate is kept. */
    private record Posting(Tenant tenant, Requester requester, Kind kind, String id, String commentId, String text) {
        String requestHash() {
            return Digest.of(text, String.valueOf(requester.onBehalfOf()));
        }

        String mark() {
            return "[relay " + commentId.substring(0, MARK) + "]";
        }

        String marked() {
            return text + "\n" + mark();
        }

        Outcome outcome(String place) {
            ObjectNode json = Outcome.json();
            json.put("kind", kind.word())
                    .put("id", place)
                    .put("comment", commentId)
                    .put("posted", true);
            if (!place.equals(id)) {
                json.put("redirectedFrom", id);
            }
            return new Outcome(json.toString(), 1);
        }
    }

    /**
     * Posts the comment, unless it is there. The same key with the same body is the same comment.
     *
     * <p>The claim is made after the look for the comment and right before it is posted: whoever posts meanwhile has changed
     * the record since it was read, and the claim fails. It lasts until an attempt has surely ended and its comment must be
     * visible; only then is the comment, if it is not found, posted again.
     *
     * @param key the caller's, for this comment
     * @throws ConflictException while another attempt at it may still be under way
     * @throws UnprocessableException when the key was used for another comment
     */
    public Outcome comment(Tenant tenant, Requester requester, Kind kind, String id, String key, String body) {
        String commentId = Digest.of(tenant.alias(), requester.principal(), kind.word(), id, key);
        Posting posting = new Posting(tenant, requester, kind, id, commentId, text(body));
        Optional<CommentRecords.Entry> entry = records.find(tenant.alias(), commentId);
        if (entry.isPresent() && !entry.get().requestHash().equals(posting.requestHash())) {
            throw new UnprocessableException(
                    "Idempotency-Key", "This Idempotency-Key was used for another comment: take a new one");
        }
        String place = entry.map(CommentRecords.Entry::place).orElse(null);
        if (place != null) {
            return posting.outcome(place);
        }
        RemoteFindings remote = writing.open(tenant);
        Target target = Target.find(remote, kind, id);
        place = place(target, posting.mark());
        if (place == null || entry.isEmpty()) {
            claim(posting, entry);
        }
        if (place == null) {
            post(posting, target, remote);
            place = target.id();
        }
        records.posted(tenant.alias(), commentId, place);
        return posting.outcome(place);
    }

    /** Where the comment is already: an incident may have been merged since it was posted there. */
    private static @Nullable String place(Target target, String mark) {
        return Stream.of(target.named(), target.live())
                .filter(record -> holds(comments(record), mark))
                .map(record -> record.finding().id())
                .findFirst()
                .orElse(null);
    }

    private void claim(Posting posting, Optional<CommentRecords.Entry> entry) {
        String alias = posting.tenant().alias();
        Instant until = writing.end().plus(SETTLING);
        if (entry.isEmpty()) {
            if (!records.enter(alias, posting.commentId(), posting.requestHash(), until)) {
                throw underWay(SOON);
            }
            return;
        }
        Duration left = Duration.between(clock.instant(), entry.get().claimedUntil());
        if (!left.isNegative() && !left.isZero()) {
            throw underWay(left);
        }
        if (!records.claim(alias, entry.get(), until)) {
            throw underWay(SOON);
        }
    }

    private static ConflictException underWay(Duration wait) {
        Duration seconds = Duration.ofSeconds(Math.max(1, wait.plusMillis(999).toSeconds()));
        return new ConflictException(
                "Another attempt to post this comment may still be under way: ask again, with the same Idempotency-Key, in "
                        + seconds.toSeconds() + " s",
                seconds);
    }

    private void post(Posting posting, Target target, RemoteFindings remote) {
        Key entry = audit.begin(
                posting.tenant().alias(),
                posting.kind(),
                target.id(),
                posting.requester(),
                "comment",
                Map.of("comment", posting.marked()));
        boolean there = sent(posting, target, remote, entry);
        audit.end(entry, there ? "done" : "unknown", Map.of());
        if (!there) {
            throw new UpstreamException(
                    UpstreamException.Reason.FAILED,
                    "It is not known whether Microsoft took the comment: ask again, with the same Idempotency-Key, in two"
                            + " minutes",
                    null);
        }
    }

    /** Sends the comment; returns whether it is seen at Microsoft. Only what surely was not taken frees the claim. */
    private boolean sent(Posting posting, Target target, RemoteFindings remote, Key entry) {
        try {
            return holds(remote.comment(posting.kind(), target.id(), posting.marked()), posting.mark());
        } catch (UpstreamException unknown) {
            if (unknown.reason() == UpstreamException.Reason.REFUSED) {
                throw refused(posting, entry, unknown);
            }
            LOG.warnf("comment unanswered id=%s message=%s", posting.commentId(), unknown.getMessage());
            return seen(posting, target, remote);
        } catch (ConnectorException refused) {
            throw refused(posting, entry, refused);
        }
    }

    private ConnectorException refused(Posting posting, Key entry, ConnectorException refused) {
        records.free(posting.tenant().alias(), posting.commentId());
        audit.end(entry, "refused: " + refused.type().code(), Map.of());
        return refused;
    }

    private static boolean seen(Posting posting, Target target, RemoteFindings remote) {
        try {
            return holds(comments(remote.read(posting.kind(), target.id())), posting.mark());
        } catch (ConnectorException blind) {
            LOG.warnf(
                    "comment not looked for id=%s code=%s",
                    posting.commentId(), blind.type().code());
            return false;
        }
    }

    private static List<String> comments(RemoteFinding record) {
        return RemoteFindings.comments(record.members().getOrDefault("comments", MissingNode.getInstance()));
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
                && ChangeRequest.plain(comment.textValue(), LONGEST);
        if (!right) {
            throw new InvalidRequestException(
                    "comment",
                    "The body must have 'comment' alone, a text of 1 to " + LONGEST
                            + " characters without control characters but line breaks");
        }
        return comment.textValue();
    }
}
