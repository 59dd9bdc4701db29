package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.defenderrelay.problem.ConnectorException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What the log says of one request: one line, and one more when it could not be answered. */
final class RequestLog {
    private static final Logger LOG = Logger.getLogger(RequestLog.class);
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9=_.:/-]{1,128}");
    private static final String NONE = "none";

    private final String function;
    private final String requestId;
    private String tenant = NONE;
    private String route = NONE;

    private RequestLog(String function, String requestId) {
        this.function = function;
        this.requestId = requestId;
    }

    /** Marks every line from here on with the function and the request. */
    static RequestLog begin(String function, @Nullable APIGatewayV2HTTPEvent event) {
        RequestLog log = new RequestLog(function, requestId(event));
        LogContext.begin(function, log.requestId);
        return log;
    }

    String requestId() {
        return requestId;
    }

    /** The request is one of ours: names its route and tenant from here on. */
    void understood(ApiRequest request) {
        route = request.route().name().toLowerCase(Locale.ROOT).replace('_', '-');
        tenant = request.tenant();
        LogContext.tenant(tenant);
    }

    /** The caller's faults are told to the caller; ours and our surroundings' are told here too. */
    void problem(ConnectorException problem) {
        String code = problem.type().code();
        switch (problem.type()) {
            case CONFIGURATION, INTERNAL ->
                LOG.errorf("%s failed code=%s message=%s", function, code, problem.getMessage());
            case THROTTLED, SIGN_IN_FAILED, PERMISSION_MISSING, HUNT_OVERDUE, UPSTREAM_FAILED, STORE_FAILED ->
                LOG.warnf("%s failed code=%s message=%s", function, code, problem.getMessage());
            case INVALID_REQUEST,
                    FORBIDDEN,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    CONFLICT,
                    IN_PROGRESS,
                    EXPIRED,
                    CHANGED,
                    UNPROCESSABLE,
                    QUERY_REFUSED,
                    QUERY_TOO_COSTLY,
                    RESULT_TOO_LARGE,
                    HEADER_REQUIRED -> LOG.debugf("%s refused code=%s", function, code);
        }
    }

    /** A fault nobody foresaw: where it arose, without its words, which may be anybody's. */
    void fault(RuntimeException fault) {
        LOG.errorf("%s failed code=internal fault=%s", function, FaultTrace.of(fault));
    }

    APIGatewayV2HTTPResponse done(APIGatewayV2HTTPResponse response, int items) {
        LOG.infof(
                "%s done route=%s status=%d items=%d tenant=%s requestId=%s",
                function, route, response.getStatusCode(), items, tenant, requestId);
        return response;
    }

    private static String requestId(@Nullable APIGatewayV2HTTPEvent event) {
        if (event == null || event.getRequestContext() == null) {
            return NONE;
        }
        String given = event.getRequestContext().getRequestId();
        return given != null && PLAIN.matcher(given).matches() ? given : NONE;
    }
}
