package io.defenderrelay.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Plays API Gateway's HTTP API: hands requests to the functions that the routes name. Unlike it, it asks for no
 * signature, so it listens on the loopback address alone.
 */
final class Gateway implements AutoCloseable {
    private static final int PORTS_TRIED = 20;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private Gateway(HttpServer server) {
        this.server = server;
    }

    /** Takes the port, or the next free one after it; 0 for any. Answers nothing before {@link #serve}. */
    static Gateway bind(int port) throws IOException {
        for (int next = port; ; next++) {
            try {
                return new Gateway(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), next), 0));
            } catch (BindException busy) {
                if (next >= port + PORTS_TRIED || next >= 65_535) {
                    throw new IllegalStateException(
                            "Ports " + port + " to " + next
                                    + " are all in use: give a free one with -Dlocal.port=…, or 0 for any",
                            busy);
                }
            }
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port());
    }

    void serve(GatewayRoutes routes, Map<String, LambdaFunction> functions, Clock clock) {
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange, routes, functions, clock);
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
        });
        server.setExecutor(threads);
        server.start();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(
            HttpExchange exchange, GatewayRoutes routes, Map<String, LambdaFunction> functions, Clock clock)
            throws IOException, InterruptedException {
        URI uri = exchange.getRequestURI();
        GatewayRequest request = new GatewayRequest(
                exchange.getRequestMethod(),
                uri.getRawPath(),
                Optional.ofNullable(uri.getRawQuery()).orElse(""),
                exchange.getRequestHeaders(),
                GatewayRequest.Body.of(exchange.getRequestBody().readAllBytes()),
                exchange.getRemoteAddress().getAddress().getHostAddress());
        Optional<GatewayRoutes.Match> match = routes.match(request.method(), request.rawPath());
        if (match.isEmpty()) {
            send(exchange, 404, "{\"message\":\"Not Found\"}".getBytes(UTF_8));
            return;
        }
        String event = request.event(match.get(), clock.instant()).toString();
        send(exchange, functions.get(match.get().route().export()).invoke(event).answer());
    }

    /** As API Gateway, tells a caller nothing of a function's failure. */
    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        JsonNode response = answer.json();
        if (answer.failed() || !response.path("statusCode").isInt()) {
            send(exchange, 500, "{\"message\":\"Internal Server Error\"}".getBytes(UTF_8));
            return;
        }
        String text = response.path("body").asText("");
        byte[] body = response.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(text)
                : text.getBytes(UTF_8);
        response.path("headers").properties().forEach(header -> exchange.getResponseHeaders()
                .set(header.getKey(), header.getValue().asText()));
        response.path("cookies").forEach(cookie -> exchange.getResponseHeaders().add("Set-Cookie", cookie.asText()));
        send(exchange, response.path("statusCode").intValue(), body);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        if (!exchange.getResponseHeaders().containsKey("Content-Type")) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
        }
        exchange.getResponseHeaders().set("Apigw-Requestid", Long.toHexString(System.nanoTime()));
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
