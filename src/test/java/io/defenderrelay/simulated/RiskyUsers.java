package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What Identity Protection knows of users: no risk at first. Safe for many threads. */
public final class RiskyUsers {

    private final Supplier<Instant> now;
    private final Map<String, Risk> risks = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private Duration processing = Duration.ofSeconds(10);
    private boolean premium = true;

    RiskyUsers(Supplier<Instant> now) {
        this.now = now;
    }

    /** What one user was told to be: {@code confirmCompromised} or {@code dismiss}. */
    public record Change(String userId, String verb, Instant at) {}

    private record Risk(Words before, Words after, Instant changed) {}

    private record Words(String level, String state, String detail) {}

    /** Puts a user at risk, of this level. */
    public synchronized RiskyUsers atRisk(String userId, String level) {
        Words words = new Words(level, "atRisk", "none");
        risks.put(userId, new Risk(words, words, now.get().minus(processing)));
        return this;
    }

    /** How long a change shows as isProcessing, with the state before. Default 10 s. */
    public synchronized RiskyUsers processingTakes(Duration time) {
        this.processing = time;
        return this;
    }

    /** Whether the tenant has the licence; without it every call is answered with 403. Default yes. */
    public synchronized RiskyUsers premium(boolean licensed) {
        this.premium = licensed;
        return this;
    }

    /** All that was told through the interface, in order. */
    public synchronized List<Change> changes() {
        return List.copyOf(changes);
    }

    synchronized boolean premium() {
        return premium;
    }

    /** A user who never was at risk can be confirmed, but not dismissed. */
    synchronized void change(String userId, String verb, Instant at) {
        changes.add(new Change(userId, verb, at));
        Risk risk = risks.get(userId);
        Words before = risk == null ? new Words("none", "none", "none") : shown(risk, at);
        if (verb.equals("confirmCompromised")) {
            Words after = new Words("high", "confirmedCompromised", "adminConfirmedUserCompromised");
            risks.put(userId, new Risk(before, after, at));
        } else if (risk != null) {
            risks.put(userId, new Risk(before, new Words("none", "dismissed", "adminDismissedAllRiskForUser"), at));
        }
    }

    synchronized Optional<ObjectNode> read(String userId, String userPrincipalName, Instant at) {
        return Optional.ofNullable(risks.get(userId)).map(risk -> {
            Words words = shown(risk, at);
            return Recorded.json("identity/riskyUser.json")
                    .put("id", userId)
                    .put("isProcessing", processing(risk, at))
                    .put("riskLevel", words.level())
                    .put("riskState", words.state())
                    .put("riskDetail", words.detail())
                    .put("riskLastUpdatedDateTime", Ticks.text(risk.changed()))
                    .put("userDisplayName", userPrincipalName)
                    .put("userPrincipalName", userPrincipalName);
        });
    }

    synchronized void reset() {
        risks.clear();
        changes.clear();
        processingTakes(Duration.ofSeconds(10)).premium(true);
    }

    private Words shown(Risk risk, Instant at) {
        return processing(risk, at) ? risk.before() : risk.after();
    }

    private boolean processing(Risk risk, Instant at) {
        return at.isBefore(risk.changed().plus(processing));
    }
}
