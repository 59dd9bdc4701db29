package io.defenderrelay.microsoft;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A token endpoint on this machine: gives the answers it was told, in order, and the last one for ever. */
final class TokenStub implements AutoCloseable {
    static final String TENANT = "0f1e2d3c-4b5a-4687-9786-a5b4c3d2e1f0";
    static final String GRAPH = "https://graph.microsoft.com";

    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Deque<Answer> answers = new ConcurrentLinkedDeque<>();
    private final AtomicInteger issued = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    record Request(String method, String path, Map<String, String> headers, Map<String, String> form) {}

    @FunctionalInterface
    interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    TokenStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String root() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    TokenStub then(Answer answer) {
        answers.add(answer);
        return this;
    }

    TokenStub then(int status, String body, String... headers) {
        return then(exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            send(exchange, status, body);
        });
    }

    /** A token that differs from every other one of this stub. */
    TokenStub thenToken() {
        return then(exchange -> send(exchange, 200, tokenAnswer(jwt(GRAPH, TENANT), 3599)));
    }

    TokenStub thenRefusal(int status, String error, String description, String... headers) {
        return then(
                status,
                "{\"error\":\"%s\",\"error_description\":\"%s\",\"correlation_id\":\"93e1a7c5-2d48-4f06-b9e3-6a50d1f8c274\"}"
                        .formatted(error, description),
                headers);
    }

    String jwt(String audience, String tenant) {
        String payload = "{\"aud\":\"%s\",\"tid\":\"%s\",\"roles\":[\"SecurityAlert.Read.All\"],\"uti\":\"%d\"}"
                .formatted(audience, tenant, issued.incrementAndGet());
        return base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(payload) + ".c2lnbmF0dXJl";
    }

    static String tokenAnswer(String token, int seconds) {
        return "{\"token_type\":\"Bearer\",\"expires_in\":%d,\"ext_expires_in\":%d,\"access_token\":\"%s\"}"
                .formatted(seconds, seconds, token);
    }

    static String recorded(String name) {
        try (InputStream file = TokenStub.class.getResourceAsStream("/recorded/token/" + name + ".json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, header -> String.join(",", header.getValue())));
            requests.add(new Request(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, form(body)));
            Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
            answer.give(exchange);
        }
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }
}
