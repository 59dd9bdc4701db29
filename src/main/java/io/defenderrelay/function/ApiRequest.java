package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.problem.MethodNotAllowedException;
import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request that is one of ours: its route, and what it says in its path, query, headers and body. */
record ApiRequest(Route route, Map<String, String> variables, RequestQuery query, RequestHeaders headers, String body) {
    private static final int LONGEST_ID = 256;
    private static final Pattern REVISION = Pattern.compile("[1-9][0-9]{0,17}");

    /**
     * Reads what API Gateway hands over, in which any part may be missing.
     *
     * @param api whose routes are known here
     */
    static ApiRequest of(@Nullable APIGatewayV2HTTPEvent event, Route.Api api) {
        if (event == null) {
            throw new InvalidRequestException("request", "The event is no request of API Gateway's payload 2.0");
        }
        List<String> segments = RequestPath.segments(text(event.getRawPath()));
        String method = method(event);
        for (Route route : Route.of(api)) {
            Optional<Map<String, String>> variables = route.match(segments);
            if (variables.isPresent() && method.equals(route.method())) {
                return of(event, route, variables.get());
            }
        }
        SortedSet<String> methods = Route.methods(segments);
        if (methods.isEmpty() || methods.contains(method)) {
            throw new NotFoundException("There is no such path; see the API's description for those there are");
        }
        throw new MethodNotAllowedException(String.join(", ", methods));
    }

    String tenant() {
        return variable("tenant");
    }

    String id() {
        return variable("id");
    }

    Kind kind() {
        return route.kind();
    }

    long revision() {
        return Long.parseLong(variable("revision"));
    }

    private static ApiRequest of(APIGatewayV2HTTPEvent event, Route route, Map<String, String> variables) {
        variables.forEach(ApiRequest::check);
        String body = RequestBody.of(event);
        if (!route.takesBody() && !body.isEmpty()) {
            throw new InvalidRequestException("body", "A " + route.method() + " request has no body: leave it out");
        }
        RequestQuery query = RequestQuery.parse(text(event.getRawQueryString()), route.parameters());
        return new ApiRequest(route, variables, query, new RequestHeaders(event), body);
    }

    private static void check(String name, String value) {
        switch (name) {
            case "tenant" -> {
                require(Tenant.isAlias(value), name, "must be 2 to 40 of a-z, 0-9 and -");
            }
            case "id" -> {
                boolean plain = value.length() <= LONGEST_ID && value.chars().noneMatch(Character::isISOControl);
                require(plain, name, "must have 1 to " + LONGEST_ID + " characters, none of them a control character");
            }
            case "revision" -> {
                require(REVISION.matcher(value).matches(), name, "must be a whole number from 1");
            }
            default -> throw new IllegalStateException("No rule for the path's variable " + name);
        }
    }

    private static void require(boolean right, String name, String rule) {
        if (!right) {
            throw new InvalidRequestException(name, "The path's '" + name + "' " + rule);
        }
    }

    private static String method(APIGatewayV2HTTPEvent event) {
        APIGatewayV2HTTPEvent.RequestContext context = event.getRequestContext();
        return context == null || context.getHttp() == null
                ? ""
                : text(context.getHttp().getMethod());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private String variable(String name) {
        return Objects.requireNonNull(variables.get(name));
    }
}
