package io.defenderrelay.microsoft;

import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.problem.PermissionException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.problem.UnprocessableException;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.problem.UpstreamException.Reason;
import jakarta.ws.rs.ProcessingException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** One answer of Graph's or of another service's, whatever its status; its body is read as it comes and must be closed. */
final class GraphAnswer implements Closeable {
    private static final long LARGEST = 64_000_000;
    /** Microsoft hands out 50 MB; it is not known whether names and annotations count. */
    private static final long LARGEST_RESULT = 256_000_000;

    private static final Duration UNKNOWN_WAIT = Duration.ofSeconds(5);
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final String PREFER = "include-unknown-enum-members";
    private static final String JSON = "application/json";
    private static final String GZIP = "gzip";
    private static final int OK = 200;
    private static final int PARTIAL = 206;

    private final Graph graph;
    private final RestResponse<InputStream> response;
    private final Instant end;

    private GraphAnswer(Graph graph, RestResponse<InputStream> response, Instant end) {
        this.graph = graph;
        this.response = response;
        this.end = end;
    }

    /** Sends the request; {@code end} is when its body must have been read. */
    static GraphAnswer get(Graph graph, AccessToken token, String url, Instant end) throws IOException {
        return send(graph, end, id -> graph.api.get(url, bearer(token), PREFER, JSON, GZIP, id));
    }

    /** As {@link #get}, with a JSON body. */
    static GraphAnswer patch(Graph graph, AccessToken token, String url, String body, Instant end) throws IOException {
        return send(graph, end, id -> graph.api.patch(url, bearer(token), PREFER, JSON, GZIP, id, body));
    }

    /** As {@link #get}, with a JSON body. */
    static GraphAnswer post(Graph graph, AccessToken token, String url, String body, Instant end) throws IOException {
        return send(graph, end, id -> graph.api.post(url, bearer(token), PREFER, JSON, GZIP, id, body));
    }

    /** As {@link #get}, to delete what the URL names. */
    static GraphAnswer delete(Graph graph, AccessToken token, String url, Instant end) throws IOException {
        return send(graph, end, id -> graph.api.delete(url, bearer(token), PREFER, JSON, GZIP, id));
    }

    /** As {@link #post}, by way of the wire that waits for a hunt. */
    static GraphAnswer hunt(Graph graph, HuntingApi api, AccessToken token, String url, String body, Instant end)
            throws IOException {
        return send(graph, end, id -> api.post(url, bearer(token), PREFER, JSON, GZIP, id, body));
    }

    private static GraphAnswer send(Graph graph, Instant end, Function<String, RestResponse<InputStream>> call)
            throws IOException {
        String requestId = new UUID(graph.random.nextLong(), graph.random.nextLong()).toString();
        try {
            return new GraphAnswer(graph, call.apply(requestId), end);
        } catch (ProcessingException noAnswer) {
            throw new IOException("no answer came", noAnswer);
        }
    }

    private static String bearer(AccessToken token) {
        return "Bearer " + token.value().reveal();
    }

    /** In our words: an exception's own text may hold a URL. */
    static String why(IOException problem) {
        if (problem instanceof MalformedPageException) {
            return String.valueOf(problem.getMessage());
        }
        if (problem instanceof EOFException) {
            return "it is cut off";
        }
        if (problem instanceof ZipException) {
            return "it is not the gzip it claims to be";
        }
        return "the connection failed (" + problem.getClass().getSimpleName() + ")";
    }

    /** {@code Date} of the answer. */
    Optional<Instant> date() {
        return RetryAfter.date(response.getHeaderString("Date"));
    }

    /** Whether Microsoft says that some of its providers did not answer. Source: Graph, "Security API errors". */
    boolean partial() {
        String warning = response.getHeaderString("Warning");
        return response.getStatus() == PARTIAL || (warning != null && warning.startsWith("199"));
    }

    /** {@code Location} of the answer. */
    Optional<String> location() {
        return Optional.ofNullable(response.getHeaderString("Location"));
    }

    int status() {
        return response.getStatus();
    }

    /** Returns if the answer is what was asked for; else throws what the caller can do about it. */
    void check(GraphAsk ask) {
        int status = response.getStatus();
        if (status != OK && status != PARTIAL) {
            throw problem(ask, status, retryAfter(), errorCode(), requestId());
        }
    }

    /** The wait that the answer asks for. */
    Optional<Duration> retryAfter() {
        return RetryAfter.read(response.getHeaderString("Retry-After"), date().orElseGet(graph.clock::instant));
    }

    /** What an error means to the caller; the same for an answer of its own and for one within a batch. */
    static RuntimeException problem(GraphAsk ask, int status, Optional<Duration> wait, String code, String requestId) {
        if (status == 401) {
            return new UnauthorizedException();
        }
        boolean change = ask.about() == GraphAsk.About.CHANGE;
        if (status == 429 || (status == 503 && wait.isPresent() && !change)) {
            return new ThrottledException(ask.service().title(), wait.orElse(UNKNOWN_WAIT));
        }
        String detail = " (code " + code + ", request " + requestId + ")";
        if (status == 402 || status == 403) {
            return new PermissionException(
                    ask.refusal(status) + ": grant the application permission " + ask.permission()
                            + " with admin consent, and check that the tenant has a Defender licence" + detail,
                    ask.permission());
        }
        if (ask.about() == GraphAsk.About.LINK && status < 500 && status >= 400) {
            return new UpstreamException(
                    Reason.LINK_EXPIRED,
                    ask.refusal(status) + ": the link to the next page is no longer valid" + detail,
                    null);
        }
        if (change && status == 400) {
            return new UnprocessableException(
                    "body",
                    ask.refusal(status) + ": it does not take these values; send what its portal offers" + detail);
        }
        if ((change || ask.about() == GraphAsk.About.RECORD) && status == 404) {
            return new NotFoundException(
                    "Microsoft knows no such record any more: it refused to " + ask.tried() + detail);
        }
        if (status >= 400 && status < 500 && status != 408) {
            return new UpstreamException(
                    Reason.REFUSED,
                    ask.refusal(status) + ": the relay's request is not accepted; update the relay or report this"
                            + detail,
                    null);
        }
        return new UpstreamException(
                Reason.FAILED,
                ask.failure(status) + ": nothing to do unless it lasts, then ask Microsoft with the request id"
                        + detail,
                null);
    }

    /** The body, unpacked, bounded in time and size. */
    InputStream body() throws IOException {
        return body(LARGEST);
    }

    /** As {@link #body}, of an answer to a hunt. */
    InputStream result() throws IOException {
        return body(LARGEST_RESULT);
    }

    private InputStream body(long largest) throws IOException {
        InputStream bounded = new BoundedStream(entity(), largest, graph.clock, end);
        String encoding = response.getHeaderString("Content-Encoding");
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return bounded;
        }
        if (!encoding.equalsIgnoreCase("gzip")) {
            throw new MalformedPageException("its encoding was not asked for");
        }
        return new BoundedStream(new GZIPInputStream(bounded), largest, graph.clock, end);
    }

    @Override
    public void close() throws IOException {
        entity().close();
    }

    private InputStream entity() {
        @Nullable InputStream entity = response.getEntity();
        return entity == null ? InputStream.nullInputStream() : entity;
    }

    private String errorCode() {
        try (InputStream body = body()) {
            return ErrorBody.read(body).code();
        } catch (IOException unreadable) {
            return "none";
        }
    }

    String requestId() {
        String id = response.getHeaderString("request-id");
        return id != null && REQUEST_ID.matcher(id).matches() ? id : "unknown";
    }
}
