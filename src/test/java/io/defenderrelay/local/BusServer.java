package io.defenderrelay.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for EventBridge: PutEvents of its JSON protocol over HTTP, with its limits. It keeps what it took, in order, and
 * refuses what it is told to. Source: Amazon EventBridge API Reference, "PutEvents".
 */
public final class BusServer implements AutoCloseable {
    private static final int MOST_ENTRIES = 10;
    private static final int MOST_BYTES = 262_144;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final List<Taken> taken = new ArrayList<>();
    private final List<Integer> calls = new ArrayList<>();
    private Function<Taken, @Nullable String> refusal = event -> null;
    private Predicate<Integer> broken = call -> false;
    private Consumer<Taken> listener = event -> {};

    /** An event that was put. */
    public record Taken(String bus, String source, String type, JsonNode detail) {}

    private BusServer(HttpServer server) {
        this.server = server;
    }

    /** Starts on this port; 0 for any free one. */
    public static BusServer start(int port) {
        try {
            BusServer bus =
                    new BusServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
            bus.server.createContext("/", bus::handle);
            bus.server.start();
            return bus;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Refuses an event with the error code that this gives, and takes it when it gives none. */
    public synchronized void refuse(Function<Taken, @Nullable String> code) {
        this.refusal = code;
    }

    /** Answers the calls of these numbers, which count from 1, with 500, after what they brought was taken. */
    public synchronized void loseAnswers(Predicate<Integer> call) {
        this.broken = call;
    }

    /** Told of each event as it is taken. */
    public synchronized void listen(Consumer<Taken> told) {
        this.listener = told;
    }

    /** All that was taken, in order; doubles are in it. */
    public synchronized List<Taken> taken() {
        return List.copyOf(taken);
    }

    /** The bytes of each call that was answered. */
    public synchronized List<Integer> calls() {
        return List.copyOf(calls);
    }

    public synchronized void reset() {
        taken.clear();
        calls.clear();
        refuse(event -> null);
        loseAnswers(call -> false);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
            ArrayNode entries = (ArrayNode) json.readTree(body).path("Entries");
            if (!target.equals("AWSEvents.PutEvents") || entries.size() > MOST_ENTRIES || size(entries) > MOST_BYTES) {
                ObjectNode fault = json.createObjectNode().put("__type", "ValidationException");
                send(
                        exchange,
                        400,
                        fault.put("message", "Total size of the entries in the request is over the limit."));
                return;
            }
            ObjectNode answer = take(entries, body.length);
            boolean lost = lost();
            send(
                    exchange,
                    lost ? 500 : 200,
                    lost ? json.createObjectNode().put("__type", "InternalException") : answer);
        }
    }

    private synchronized boolean lost() {
        return broken.test(calls.size());
    }

    private synchronized ObjectNode take(ArrayNode entries, int bytes) throws IOException {
        calls.add(bytes);
        ObjectNode answer = json.createObjectNode();
        ArrayNode results = answer.putArray("Entries");
        int failed = 0;
        for (JsonNode entry : entries) {
            Taken event = new Taken(
                    entry.path("EventBusName").asText(),
                    entry.path("Source").asText(),
                    entry.path("DetailType").asText(),
                    json.readTree(entry.path("Detail").asText()));
            String code = refusal.apply(event);
            if (code == null) {
                taken.add(event);
                listener.accept(event);
                results.addObject().put("EventId", UUID.randomUUID().toString());
            } else {
                failed++;
                results.addObject().put("ErrorCode", code).put("ErrorMessage", "refused");
            }
        }
        return answer.put("FailedEntryCount", failed);
    }

    private static long size(ArrayNode entries) {
        long size = 0;
        for (JsonNode entry : entries) {
            for (String name : List.of("Source", "DetailType", "Detail")) {
                size += entry.path(name).asText().getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return size;
    }

    private void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = json.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
