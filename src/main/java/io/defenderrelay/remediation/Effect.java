package io.defenderrelay.remediation;

import io.defenderrelay.microsoft.DirectoryUser;
import io.defenderrelay.microsoft.Indicator;
import io.defenderrelay.microsoft.RiskState;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.store.ActionRecord;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads whether what an action on a user or an indicator was to bring about is there. */
final class Effect {
    /** Since when the sessions of a user had been valid before the action was sent. */
    private static final String SESSIONS_BEFORE = "sessionsBefore";

    private final Microsoft microsoft;

    Effect(Microsoft microsoft) {
        this.microsoft = microsoft;
    }

    /** What must be known of the time before the action is sent to tell its effect from an older one's. */
    Map<String, String> before(Session session, ActionRecord record) {
        if (record.kind() != ActionKind.REVOKE_SESSIONS) {
            return Map.of();
        }
        return user(session, record)
                .map(DirectoryUser::sessionsValidFrom)
                .map(time -> Map.of(SESSIONS_BEFORE, UtcTime.text(time)))
                .orElse(Map.of());
    }

    /** Whether it is there; an account that is gone shows no effect. */
    boolean shows(Session session, ActionRecord record) {
        return switch (record.kind()) {
            case DISABLE_USER ->
                user(session, record).filter(user -> !user.enabled()).isPresent();
            case ENABLE_USER ->
                user(session, record).filter(DirectoryUser::enabled).isPresent();
            case REVOKE_SESSIONS ->
                user(session, record)
                        .filter(user -> later(user.sessionsValidFrom(), record))
                        .isPresent();
            case CONFIRM_USER_COMPROMISED -> risk(session, record, "confirmedCompromised");
            case DISMISS_USER_RISK -> risk(session, record, "dismissed");
            case ADD_INDICATOR ->
                indicators(session, record)
                        .anyMatch(found -> found.description().contains(marker(record)));
            case REMOVE_INDICATOR -> indicators(session, record).findAny().isEmpty();
            default -> false;
        };
    }

    private Optional<DirectoryUser> user(Session session, ActionRecord record) {
        return session.read(signIn -> microsoft.users().find(signIn, record.required("targetId"), session.deadline()));
    }

    private boolean risk(Session session, ActionRecord record, String state) {
        Optional<RiskState> risk =
                session.read(signIn -> microsoft.users().risk(signIn, record.required("targetId"), session.deadline()));
        return risk.filter(found -> found.state().equalsIgnoreCase(state)).isPresent();
    }

    private Stream<Indicator> indicators(Session session, ActionRecord record) {
        return microsoft
                .indicators()
                .find(
                        session.responder(),
                        record.required("indicatorType"),
                        record.required("target"),
                        session.deadline())
                .stream();
    }

    private static String marker(ActionRecord record) {
        return ActionSender.marker(record.id());
    }

    /** Both times are Microsoft's: its clock need not agree with ours. */
    private static boolean later(@Nullable Instant time, ActionRecord record) {
        Instant before = record.time(SESSIONS_BEFORE);
        return time != null && (before == null || time.isAfter(before));
    }
}
