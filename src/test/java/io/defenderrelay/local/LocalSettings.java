package io.defenderrelay.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the person who starts the local run chose.
 *
 * @param port of the API; 0 for any
 * @param tick how often the schedule rings, in AWS every minute
 * @param exitAfterFirstSync whether to try the API and end once the first alerts are there
 * @param tenant the file of a real tenant; empty for the simulated one
 */
record LocalSettings(int port, Duration tick, boolean exitAfterFirstSync, Optional<Path> tenant) {

    /** Reads {@code local.port}, {@code local.tick}, {@code local.exitAfterFirstSync}, {@code relay.tenant}. */
    static LocalSettings read(UnaryOperator<String> property) {
        return new LocalSettings(
                number(property, "local.port", 8080, 0, 65_535),
                Duration.ofSeconds(number(property, "local.tick", 10, 1, 3600)),
                text(property, "local.exitAfterFirstSync")
                        .filter(value -> !value.equals("false"))
                        .isPresent(),
                text(property, "relay.tenant").map(Path::of));
    }

    private static int number(UnaryOperator<String> property, String name, int fallback, int least, int most) {
        String text = text(property, name).orElse(Integer.toString(fallback));
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw new IllegalStateException("-D" + name + " must be a whole number from " + least + " to " + most);
    }

    private static Optional<String> text(UnaryOperator<String> property, String name) {
        return Optional.ofNullable(property.apply(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
