package io.defenderrelay.function;

import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** What every log line of one invocation carries. */
final class LogContext {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9=_.:/-]{1,128}");

    private LogContext() {}

    static void begin(String function, @Nullable String requestId) {
        MDC.clear();
        MDC.put("function", function);
        if (requestId != null && PLAIN.matcher(requestId).matches()) {
            MDC.put("requestId", requestId);
        }
    }

    /** The alias must have been checked. */
    static void tenant(String alias) {
        MDC.put("tenant", alias);
    }
}
