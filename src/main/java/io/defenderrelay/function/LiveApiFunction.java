package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.writeback.Outcome;
import io.quarkus.funqy.Funq;
import org.jspecify.annotations.Nullable;

/** {@code live-api}: does what a caller wants done at Microsoft while it waits: changes and comments. */
public class LiveApiFunction {
    private final LiveApi api;

    public LiveApiFunction(LiveApi api) {
        this.api = api;
    }

    @Funq("live-api")
    public APIGatewayV2HTTPResponse liveApi(@Nullable APIGatewayV2HTTPEvent event) {
        RequestLog log = RequestLog.begin("live-api", event);
        try {
            ApiRequest request = ApiRequest.of(event, Route.Api.LIVE);
            log.understood(request);
            Outcome outcome = api.answer(request);
            return log.done(ApiResponse.of(outcome.body()), outcome.members());
        } catch (ConnectorException problem) {
            log.problem(problem);
            return log.done(ApiResponse.of(problem, log.requestId()), 0);
        } catch (RuntimeException fault) {
            log.fault(fault);
            return log.done(ApiResponse.internal(log.requestId()), 0);
        }
    }
}
