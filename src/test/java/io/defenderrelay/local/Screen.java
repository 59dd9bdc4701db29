package io.defenderrelay.local;

import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a person sees of the local run. Safe for many threads. */
final class Screen {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int LAST_LINES = 8;

    private final PrintStream out;
    private final boolean colour;

    Screen(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /** Colour only where somebody looks, and nobody said that they do not want it. */
    static boolean colourful() {
        boolean terminal =
                Optional.ofNullable(System.console()).filter(Screen::isTerminal).isPresent();
        return terminal && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    }

    /** Until JDK 21 there is a console only at a terminal; later ones tell. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException olderJdk) {
            return true;
        } catch (ReflectiveOperationException fault) {
            return false;
        }
    }

    synchronized void title(String text) {
        out.println();
        out.println("  " + paint("1", text));
        out.println();
    }

    /** Something that runs now, where it is, and how long it took. */
    synchronized void started(String what, Object where, Duration took) {
        out.printf("  %-18s %-36s %s%n", what, where, paint("2", "%6d ms".formatted(took.toMillis())));
    }

    synchronized void fact(String what, String text) {
        out.printf("  %-18s %s%n", what, text);
    }

    synchronized void blank() {
        out.println();
    }

    synchronized void headline(String text) {
        out.println("  " + paint("1;32", text));
    }

    synchronized void plain(String text) {
        out.println("  " + text);
    }

    synchronized void command(String text) {
        out.println("    " + paint("36", text));
    }

    /** One run of the sync. */
    synchronized void run(LocalTime at, String function, SyncLine line, long page, Duration took) {
        out.println("  " + paint("2", TIME.format(at)) + "  " + String.format("%-14s", function) + changes(line) + "  "
                + paint(
                        "2",
                        "page " + page + ", " + count(line.calls(), "remote call") + ", " + took.toMillis() + " ms"));
    }

    /** One ticket of a hunt that was dealt with. */
    synchronized void hunt(LocalTime at, String function, HuntLine line, Duration took) {
        String rows = line.succeeded() ? paint("32", count(line.rows(), "row")) : paint("33", line.outcome());
        out.println("  " + paint("2", TIME.format(at)) + "  " + String.format("%-14s", function) + pad(rows) + "  "
                + paint("2", "hunt " + line.hunt() + ", " + took.toMillis() + " ms"));
    }

    /** One event on the bus. */
    synchronized void event(LocalTime at, String type, String id) {
        out.println("  " + paint("2", TIME.format(at)) + "  " + String.format("%-14s", "event") + paint("35", type)
                + " " + paint("2", id));
    }

    synchronized void trouble(String text) {
        out.println("  " + paint("1;31", text));
    }

    /** A function that failed, with the last that it printed. */
    synchronized void failure(LambdaFunction function, LambdaFunction.Call call) {
        trouble(function.name() + " failed: " + call.answer().errorMessage());
        List<String> printed = call.printed();
        printed.subList(Math.max(0, printed.size() - LAST_LINES), printed.size())
                .forEach(line -> out.println("    " + paint("2", line)));
        log(function.log());
    }

    synchronized void log(Path log) {
        out.println("    " + paint("2", "all of it: " + log));
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private String changes(SyncLine line) {
        if (line.held()) {
            return pad("another run holds the lease");
        }
        List<String> parts = new ArrayList<>();
        add(parts, line.created(), "new", "32");
        add(parts, line.changed(), "changed", "33");
        add(parts, line.closed(), "closed", "34");
        if (line.behind()) {
            parts.add("more to come");
        }
        if (line.problem().isPresent()) {
            parts.add(paint("31", "ended early"));
        }
        return parts.isEmpty() ? paint("2", pad("nothing new")) : pad(String.join(", ", parts));
    }

    private void add(List<String> parts, long number, String word, String code) {
        if (number > 0) {
            parts.add(paint(code, number + " " + word));
        }
    }

    /** Pads to the width of the longest usual text, colours not counted. */
    private static String pad(String text) {
        int visible = text.replaceAll("\u001B\\[[0-9;]*m", "").length();
        return text + " ".repeat(Math.max(0, 30 - visible));
    }

    private String paint(String code, String text) {
        return colour ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
    }
}
