package io.defenderrelay;

import io.defenderrelay.microsoft.Endpoints;
import io.defenderrelay.problem.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The relay's own settings, each checked when read; a wrong one is named, its value is not repeated. */
final class Settings {
    private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9_.-]{3,255}");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_+=.@-]{1,100}(/[A-Za-z0-9_+=.@-]{1,100}){0,4}");
    private static final Pattern BUS = Pattern.compile("[A-Za-z0-9_./-]{1,256}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{2,3}");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");
    private static final List<String> AWS_ENDPOINTS = List.of(
            "quarkus.dynamodb.endpoint-override",
            "quarkus.secretsmanager.endpoint-override",
            "quarkus.sqs.endpoint-override");
    private static final Map<String, Function<Settings, List<Runnable>>> NEEDED = Map.of(
            "dispatch",
            settings -> List.of(
                    settings::table,
                    settings::alertQueue,
                    settings::incidentQueue,
                    settings::publishQueue,
                    settings::actionQueue),
            "alert-sync",
            Settings::ofSync,
            "incident-sync",
            Settings::ofSync,
            "publish",
            settings -> List.of(settings::table, settings::bus, settings::timeout, settings::localBusEndpoint),
            "live-api",
            Settings::ofSync,
            "api",
            settings -> List.of(settings::table, settings::huntQueue),
            "hunt-run",
            settings -> List.of(
                    settings::table,
                    settings::secretsPrefix,
                    settings::timeout,
                    settings::endpoints,
                    settings::huntQueue),
            "action-api",
            settings -> List.of(settings::table, settings::actionQueue),
            "action-run",
            settings -> List.of(
                    settings::table,
                    settings::secretsPrefix,
                    settings::timeout,
                    settings::endpoints,
                    settings::bus,
                    settings::localBusEndpoint,
                    settings::actionQueue));
    private static final int SHORTEST = 20;
    private static final int LONGEST = 900;

    private final Function<String, Optional<String>> source;

    Settings(Function<String, Optional<String>> source) {
        this.source = source;
    }

    /** Reads what the function named {@code function} needs, so that a wrong setting ends its start. */
    void check(String function) {
        AWS_ENDPOINTS.forEach(name -> source.apply(name).ifPresent(value -> checkLoopback(name, value)));
        List<Runnable> needed =
                NEEDED.getOrDefault(function, settings -> List.of()).apply(this);
        needed.forEach(Runnable::run);
    }

    String table() {
        return matching("relay.table", TABLE, "the name of the table");
    }

    String secretsPrefix() {
        return source.apply("relay.secrets.prefix").isEmpty()
                ? "defender-relay"
                : matching("relay.secrets.prefix", PREFIX, "the first part of the secrets' names, without a final '/'");
    }

    String alertQueue() {
        return queue("relay.queue.alerts", "the alert queue");
    }

    String incidentQueue() {
        return queue("relay.queue.incidents", "the incident queue");
    }

    String publishQueue() {
        return queue("relay.queue.publish", "the queue that wakes the function publish");
    }

    String huntQueue() {
        return queue("relay.queue.hunts", "the hunt queue");
    }

    String actionQueue() {
        return queue("relay.queue.actions", "the action queue");
    }

    String bus() {
        return matching("relay.bus", BUS, "the name of the event bus");
    }

    /** The stand-in for EventBridge on this machine; empty to reach AWS. */
    Optional<URI> localBusEndpoint() {
        String name = "relay.endpoint.bus";
        source.apply(name).ifPresent(value -> checkLoopback(name, value));
        return source.apply(name).map(value -> uri(name, value));
    }

    /** The function's own timeout. */
    Duration timeout() {
        String what = "the function's timeout in whole seconds, from " + SHORTEST + " to " + LONGEST;
        int seconds = Integer.parseInt(matching("relay.timeout", SECONDS, what));
        if (seconds < SHORTEST || seconds > LONGEST) {
            throw wrong("relay.timeout", what);
        }
        return Duration.ofSeconds(seconds);
    }

    Endpoints endpoints() {
        return new Endpoints(
                source.apply("relay.endpoint.login").orElse(null),
                source.apply("relay.endpoint.graph").orElse(null),
                source.apply("relay.endpoint.defender").orElse(null));
    }

    private List<Runnable> ofSync() {
        return List.of(this::table, this::secretsPrefix, this::timeout, this::endpoints);
    }

    private String queue(String name, String what) {
        String url = required(name, "the URL of " + what);
        URI uri = uri(name, url);
        boolean local = LOOPBACK.contains(String.valueOf(uri.getHost()));
        boolean remote = "https".equals(uri.getScheme()) && uri.getHost() != null;
        if (!remote && !local) {
            throw wrong(name, "the https URL of " + what);
        }
        return url;
    }

    private String matching(String name, Pattern pattern, String what) {
        String value = required(name, what);
        if (!pattern.matcher(value).matches()) {
            throw wrong(name, what);
        }
        return value;
    }

    private String required(String name, String what) {
        return source.apply(name).filter(value -> !value.isBlank()).orElseThrow(() -> wrong(name, what));
    }

    private static void checkLoopback(String name, String value) {
        if (!LOOPBACK.contains(String.valueOf(uri(name, value).getHost()))) {
            throw wrong(name, "absent, or for local runs a URL of this machine itself (127.0.0.1, [::1], localhost)");
        }
    }

    private static URI uri(String name, String value) {
        try {
            return URI.create(value);
        } catch (IllegalArgumentException notAUri) {
            throw wrong(name, "a URL");
        }
    }

    private static ConfigurationException wrong(String name, String what) {
        String variable = name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
        return new ConfigurationException("Set " + variable + ": " + name + " must be " + what);
    }
}
