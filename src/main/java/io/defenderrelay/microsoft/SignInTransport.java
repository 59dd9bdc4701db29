package io.defenderrelay.microsoft;

import com.microsoft.aad.msal4j.HttpMethod;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.UpstreamException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Carries msal4j's one kind of request to the token endpoint of one tenant, and nothing else anywhere else. msal4j only
 * ever sees an answer that holds a token: it loses the status of other answers and logs their text, so those end here.
 */
final class SignInTransport implements IHttpClient {
    private static final int LARGEST_ANSWER = 256 * 1024;
    private static final String PATH = "/oauth2/v2.0/token";

    private final MicrosoftApi api;
    private final Clock clock;
    private final Duration patience;
    private final String alias;
    private final String expected;
    private final String called;

    /**
     * @param authority the tenant at Microsoft's host, as msal4j knows it
     * @param host the host that is called: the same one, or a stand-in on this machine
     * @param patience how long one whole answer may take; a read already begun ends by its own time-out
     */
    SignInTransport(MicrosoftApi api, Clock clock, Duration patience, String alias, URI authority, URI host) {
        this.api = api;
        this.clock = clock;
        this.patience = patience;
        this.alias = alias;
        String path = authority.getPath().replaceAll("/$", "") + PATH;
        this.expected = authority.resolve(path).toString();
        this.called = host.resolve(path).toString();
    }

    @Override
    public IHttpResponse send(HttpRequest request) {
        if (request.httpMethod() != HttpMethod.POST || !request.url().toString().equals(expected)) {
            throw new IllegalStateException(
                    "msal4j asked for something else than the token endpoint; nothing was sent");
        }
        Instant giveUp = clock.instant().plus(patience);
        try {
            return answer(post(request), giveUp);
        } catch (ConnectorException | RefusedTokenException ours) {
            throw ours;
        } catch (MalformedPageException unbounded) {
            throw failed("its answer could not be read, " + unbounded.getMessage()
                    + "; the relay tries again, look for a proxy in" + " between if it lasts");
        } catch (IOException | RuntimeException failed) {
            // Not kept as the cause: such exceptions may quote what they received.
            throw failed("no whole answer came (" + kind(failed) + "); check that the relay can reach the internet");
        }
    }

    private RestResponse<InputStream> post(HttpRequest request) {
        return api.postForm(called, request.headerValue("client-request-id"), request.body());
    }

    private IHttpResponse answer(RestResponse<InputStream> response, Instant giveUp) throws IOException {
        String body = body(response.getEntity(), giveUp);
        int status = response.getStatus();
        Map<String, String> members = JsonMembers.read(body).orElse(Map.of());
        if (status == 200 && members.containsKey("access_token")) {
            return new HttpResponse().statusCode(status).body(body);
        }
        if (members.containsKey("error") || status == 429 || status >= 500) {
            throw new RefusedTokenException(status, members, retryAfter(response));
        }
        throw failed("something between us and Microsoft answered (HTTP " + status
                + ", not the JSON of a token endpoint); look for a proxy or firewall on the way");
    }

    private @Nullable Duration retryAfter(RestResponse<InputStream> response) {
        Instant theirs = RetryAfter.date(response.getHeaderString("Date")).orElse(clock.instant());
        return RetryAfter.read(response.getHeaderString("Retry-After"), theirs).orElse(null);
    }

    private String body(@Nullable InputStream answer, Instant giveUp) throws IOException {
        if (answer == null) {
            return "";
        }
        try (InputStream stream = new BoundedStream(answer, LARGEST_ANSWER, clock, giveUp)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private UpstreamException failed(String why) {
        return new UpstreamException(
                UpstreamException.Reason.FAILED, SignInProblem.service(alias) + " failed: " + why, null);
    }

    private static String kind(Throwable failed) {
        Throwable deepest = failed;
        for (int depth = 0; depth < 10 && deepest.getCause() != null; depth++) {
            deepest = deepest.getCause();
        }
        return deepest.getClass().getSimpleName();
    }
}
