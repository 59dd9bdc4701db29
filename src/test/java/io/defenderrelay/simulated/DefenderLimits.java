package io.defenderrelay.simulated;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How often one application may call Defender for Endpoint. Refused calls count, too. Safe for many threads. */
final class DefenderLimits {

    private static final int GENERAL_A_MINUTE = 100;
    private static final int GENERAL_AN_HOUR = 1500;

    private final Map<String, Integer> counts = new HashMap<>();
    private boolean on;

    private record Limit(int most, ChronoUnit unit) {}

    synchronized void on(boolean enforced) {
        this.on = enforced;
        counts.clear();
    }

    /** 429, or null when the call may go on. */
    synchronized @Nullable Answer refusal(Call call, String clientId) {
        if (!on || call.target().api() != Api.DEFENDER) {
            return null;
        }
        String group = group(call);
        Answer refusal = null;
        for (Limit limit : limits(group)) {
            Instant start = call.at().truncatedTo(limit.unit());
            int calls = counts.merge(clientId + " " + group + " " + limit.unit() + " " + start, 1, Integer::sum);
            if (calls > limit.most()) {
                Duration left = Duration.between(call.at(), start.plus(1, limit.unit()));
                String seconds = String.valueOf(left.plusNanos(999_999_999).toSeconds());
                refusal = DefenderErrors.overQuota(limit.most(), limit.unit() == ChronoUnit.HOURS, seconds);
            }
        }
        return refusal;
    }

    private static String group(Call call) {
        if (call.path().endsWith("/startInvestigation")) {
            return "investigations";
        }
        return switch (call.target()) {
            case PACKAGE_URI -> "packages";
            case INDICATORS, INDICATOR_WRITE -> "indicators";
            default -> "machines";
        };
    }

    private static List<Limit> limits(String group) {
        return switch (group) {
            case "investigations" -> List.of(new Limit(50, ChronoUnit.HOURS));
            case "packages" -> List.of(new Limit(2, ChronoUnit.MINUTES), new Limit(120, ChronoUnit.HOURS));
            default ->
                List.of(new Limit(GENERAL_A_MINUTE, ChronoUnit.MINUTES), new Limit(GENERAL_AN_HOUR, ChronoUnit.HOURS));
        };
    }
}
