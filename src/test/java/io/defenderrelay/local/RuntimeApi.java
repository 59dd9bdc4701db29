package io.defenderrelay.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A stand-in for the Lambda runtime API of one execution environment: the process in it takes one event after the other
 * and posts what came of it. Source: AWS Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes".
 */
final class RuntimeApi implements AutoCloseable {
    /** Bytes of an event or an answer. Source: AWS Lambda, "Lambda quotas", invocation payload. */
    static final int LARGEST_PAYLOAD = 6 * 1024 * 1024;

    private static final String ROOT = "/2018-06-01/runtime/";
    private static final String NEXT = ROOT + "invocation/next";
    private static final String INIT_ERROR = ROOT + "init/error";

    private final String function;
    private final Clock clock;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
    private final Map<String, Invocation> running = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private record Invocation(String id, String event, Instant deadline, CompletableFuture<Answer> answer) {}

    private RuntimeApi(String function, Clock clock, HttpServer server) {
        this.function = function;
        this.clock = clock;
        this.server = server;
    }

    static RuntimeApi start(String function, Clock clock) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        RuntimeApi api = new RuntimeApi(function, clock, server);
        server.createContext("/", api::handle);
        server.setExecutor(api.threads);
        server.start();
        return api;
    }

    /** Host and port, as {@code AWS_LAMBDA_RUNTIME_API} names it. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Done when the process first asked for an event, that is, when its start is over. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Hands an event to the process as soon as it asks for one. */
    CompletableFuture<Answer> invoke(String event, Instant deadline) {
        if (event.getBytes(UTF_8).length > LARGEST_PAYLOAD) {
            return CompletableFuture.completedFuture(
                    Answer.failure("RequestEntityTooLarge", "The event is larger than 6 MB"));
        }
        Invocation invocation =
                new Invocation(UUID.randomUUID().toString(), event, deadline, new CompletableFuture<>());
        waiting.add(invocation);
        return invocation.answer();
    }

    /** Ends everything that is under way with this failure. */
    void fail(Answer failure) {
        waiting.forEach(invocation -> invocation.answer().complete(failure));
        waiting.clear();
        running.values().forEach(invocation -> invocation.answer().complete(failure));
        running.clear();
        ready.complete(null);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        fail(Answer.failure("Runtime.Ended", "The local run ended"));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (exchange.getRequestMethod().equals("GET") && path.equals(NEXT)) {
                next(exchange);
                return;
            }
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (path.equals(INIT_ERROR)) {
                fail(new Answer(true, new String(body, UTF_8)));
                send(exchange, 202, "{\"status\":\"OK\"}");
                return;
            }
            finish(exchange, path, body);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        ready.complete(null);
        Invocation invocation = waiting.take();
        running.put(invocation.id(), invocation);
        Headers headers = exchange.getResponseHeaders();
        headers.add("Content-Type", "application/json");
        headers.add("Lambda-Runtime-Aws-Request-Id", invocation.id());
        headers.add(
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(invocation.deadline().toEpochMilli()));
        headers.add(
                "Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:000000000000:function:" + function);
        headers.add(
                "Lambda-Runtime-Trace-Id",
                "Root=1-%08x-%024x;Sampled=0".formatted(clock.instant().getEpochSecond(), 0));
        byte[] event = invocation.event().getBytes(UTF_8);
        exchange.sendResponseHeaders(200, event.length);
        exchange.getResponseBody().write(event);
    }

    private void finish(HttpExchange exchange, String path, byte[] body) throws IOException {
        String[] parts = path.startsWith(ROOT + "invocation/")
                ? path.substring(ROOT.length()).split("/", -1)
                : new String[0];
        boolean known = parts.length == 3 && (parts[2].equals("response") || parts[2].equals("error"));
        Invocation invocation = known ? running.remove(parts[1]) : null;
        if (invocation == null) {
            send(exchange, 400, "{\"errorType\":\"InvalidRequestID\",\"errorMessage\":\"Invalid request ID\"}");
            return;
        }
        if (body.length > LARGEST_PAYLOAD) {
            invocation
                    .answer()
                    .complete(Answer.failure(
                            "Function.ResponseSizeTooLarge",
                            "Response payload size exceeded maximum allowed payload size (" + LARGEST_PAYLOAD
                                    + " bytes)."));
            send(exchange, 413, "{\"errorType\":\"RequestEntityTooLarge\"}");
            return;
        }
        // Answered first: whoever waits may end this process at once.
        send(exchange, 202, "{\"status\":\"OK\"}");
        invocation.answer().complete(new Answer(parts[2].equals("error"), new String(body, UTF_8)));
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
