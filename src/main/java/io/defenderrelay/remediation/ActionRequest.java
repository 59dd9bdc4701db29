package io.defenderrelay.remediation;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.model.UtcTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for, checked.
 *
 * @param reason why, for the audit and Microsoft's action centre
 * @param ticket the caller's own reference
 * @param dryRun whether everything is to be checked and nothing sent
 */
record ActionRequest(Action action, String reason, @Nullable String ticket, boolean dryRun) {
    private static final int LONGEST_TARGET = 256;
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_TICKET = 128;
    private static final int MOST_MAILS = 50;
    private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@\"<>]{1,64}@[A-Za-z0-9.-]{1,190}");
    private static final Set<String> ALWAYS = Set.of("kind", "reason", "ticket", "dryRun");
    private static final Map<String, String> DISPOSALS = Map.of(
            "soft-delete", "SOFT_DELETE",
            "hard-delete", "HARD_DELETE",
            "junk", "MOVE_TO_JUNK",
            "inbox", "MOVE_TO_INBOX");

    /**
     * Reads a body.
     *
     * @throws io.defenderrelay.problem.InvalidRequestException names the first member that is wrong, and what would do
     */
    static ActionRequest read(String body) {
        RequestReader root = RequestReader.of(body, false);
        ActionKind kind = ActionKind.parse(root.text("kind", 64))
                .orElseThrow(() -> RequestReader.refused(
                        "kind",
                        "must be one of "
                                + String.join(
                                        ", ",
                                        List.of(ActionKind.values()).stream()
                                                .map(ActionKind::word)
                                                .toList())));
        Action action =
                switch (kind.subject()) {
                    case DEVICE -> onDevice(kind, root);
                    case USER -> onUser(kind, root);
                    case MAIL -> onMail(root);
                    case INDICATOR -> onIndicator(kind, root);
                };
        return new ActionRequest(
                action,
                unmarked("reason", root.text("reason", LONGEST_REASON)),
                unmarked("ticket", root.optionalText("ticket", LONGEST_TICKET)),
                root.flag("dryRun"));
    }

    /** By its mark an action is found among Microsoft's: nobody may write the mark of another one. */
    private static <T extends @Nullable String> T unmarked(String name, T text) {
        if (text != null && text.toLowerCase(Locale.ROOT).contains(ActionSender.MARK)) {
            throw RequestReader.refused(
                    name, "must not hold '" + ActionSender.MARK + "', by which the relay finds its actions");
        }
        return text;
    }

    private static Action onDevice(ActionKind kind, RequestReader root) {
        String option =
                switch (kind) {
                    case ISOLATE_DEVICE -> option(root, "isolation", "Full", "Selective");
                    case SCAN_DEVICE -> option(root, "scan", "Quick", "Full");
                    case STOP_AND_QUARANTINE_FILE -> sha1(root);
                    default -> {
                        known(root, Set.of("device"));
                        yield null;
                    }
                };
        return new Action.OnDevice(kind, root.text("device", LONGEST_TARGET), option);
    }

    /** Microsoft's word for one of two, the first when nothing is said. */
    private static String option(RequestReader root, String name, String usual, String other) {
        known(root, Set.of("device", name));
        String word = usual.toLowerCase(Locale.ROOT);
        Set<String> words = Set.of(word, other.toLowerCase(Locale.ROOT));
        return root.word(name, words, word).equals(word) ? usual : other;
    }

    private static String sha1(RequestReader root) {
        known(root, Set.of("device", "sha1"));
        String sha1 = root.text("sha1", 64).toLowerCase(Locale.ROOT);
        if (!SHA1.matcher(sha1).matches()) {
            throw RequestReader.refused(
                    "sha1", "must be the file's SHA-1, 40 hexadecimal digits: Microsoft takes no other hash here");
        }
        return sha1;
    }

    private static Action onUser(ActionKind kind, RequestReader root) {
        known(root, Set.of("user"));
        return new Action.OnUser(kind, root.text("user", LONGEST_TARGET));
    }

    private static Action onMail(RequestReader root) {
        known(root, Set.of("disposal", "mails"));
        String disposal = root.word("disposal", DISPOSALS.keySet(), null);
        JsonNode list = root.member("mails");
        if (!list.isArray() || list.isEmpty() || list.size() > MOST_MAILS) {
            throw RequestReader.refused("mails", "must be a list of 1 to " + MOST_MAILS + " mails");
        }
        List<Action.Mail> mails = new ArrayList<>();
        for (JsonNode node : list) {
            RequestReader mail = RequestReader.of(node, "mails");
            mail.known(Set.of("networkMessageId", "recipient"));
            String id = mail.text("networkMessageId", 36).toLowerCase(Locale.ROOT);
            String recipient = mail.text("recipient", LONGEST_TARGET);
            if (!GUID.matcher(id).matches()) {
                throw RequestReader.refused("networkMessageId", "must be the GUID that Defender shows for the mail");
            }
            if (!ADDRESS.matcher(recipient).matches()) {
                throw RequestReader.refused("recipient", "must be the mail address of the mailbox");
            }
            mails.add(new Action.Mail(id, recipient));
        }
        if (new HashSet<>(mails).size() != mails.size()) {
            throw RequestReader.refused("mails", "must name each mail once");
        }
        return new Action.OnMail(DISPOSALS.getOrDefault(disposal, ""), mails);
    }

    private static Action onIndicator(ActionKind kind, RequestReader root) {
        boolean add = kind == ActionKind.ADD_INDICATOR;
        known(
                root,
                add
                        ? Set.of("indicatorType", "value", "effect", "title", "severity", "expiresAt")
                        : Set.of("indicatorType", "value"));
        IndicatorType type = IndicatorType.of(root.word("indicatorType", IndicatorType.words(), null));
        String value = type.check(root.text("value", 2_000));
        Map<String, String> terms = new LinkedHashMap<>();
        if (add) {
            terms.put("effect", root.word("effect", Set.of("allow", "audit", "warn", "block", "remediate"), null));
            terms.put("title", root.text("title", 100));
            terms.put("severity", root.word("severity", Set.of("informational", "low", "medium", "high"), "medium"));
            String expiry = root.optionalText("expiresAt", 40);
            if (expiry != null) {
                terms.put(
                        "expiresAt",
                        UtcTime.parse(expiry)
                                .map(UtcTime::text)
                                .orElseThrow(() -> RequestReader.refused(
                                        "expiresAt", "must be a time such as 2026-12-31T00:00:00Z")));
            }
        }
        return new Action.OnIndicator(kind, type.microsoft(), value, terms);
    }

    private static void known(RequestReader root, Set<String> own) {
        Set<String> all = new HashSet<>(ALWAYS);
        all.addAll(own);
        root.known(all);
    }
}
