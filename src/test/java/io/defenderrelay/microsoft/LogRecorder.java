package io.defenderrelay.microsoft;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Keeps all that is logged, as a person could read it. */
final class LogRecorder extends Handler {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** The whole problem with its causes, and every line logged; without stack frames, which name classes only. */
    String withTraceOf(Throwable problem) {
        return trace(problem).replaceAll("(?m)^\\s+at .*$", "") + String.join("\n", lines);
    }

    @Override
    public void publish(LogRecord line) {
        Object[] parameters = line.getParameters() == null ? new Object[0] : line.getParameters();
        String thrown = line.getThrown() == null ? "" : trace(line.getThrown());
        lines.add(line.getLoggerName() + " " + line.getMessage() + Arrays.asList(parameters) + thrown);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    private static String trace(Throwable problem) {
        StringWriter text = new StringWriter();
        problem.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
