package io.defenderrelay.function;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A foreign exception as classes and places only: its messages may quote what somebody sent. */
final class FaultTrace {
    private static final int MOST_FRAMES = 20;
    private static final int MOST_CAUSES = 5;

    private FaultTrace() {}

    static String of(Throwable fault) {
        StringBuilder text = new StringBuilder();
        @Nullable Throwable cause = fault;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            text.append(depth == 0 ? "" : " caused by ").append(cause.getClass().getName());
            text.append(Arrays.stream(cause.getStackTrace())
                    .limit(MOST_FRAMES)
                    .map(frame -> frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                    .collect(Collectors.joining(" < ", " at ", "")));
            cause = cause.getCause();
        }
        return text.toString();
    }
}
