package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.defenderrelay.answer.Answer;
import io.defenderrelay.problem.ConnectorException;
import io.quarkus.funqy.Funq;
import org.jspecify.annotations.Nullable;

/** {@code action-api}: takes requests for actions, approvals and cancellations. Needs no Microsoft credential. */
public class ActionApiFunction {
    private final ActionApi api;

    public ActionApiFunction(ActionApi api) {
        this.api = api;
    }

    @Funq("action-api")
    public APIGatewayV2HTTPResponse actionApi(@Nullable APIGatewayV2HTTPEvent event) {
        RequestLog log = RequestLog.begin("action-api", event);
        try {
            ApiRequest request = ApiRequest.of(event, Route.Api.ACTIONS);
            log.understood(request);
            Answer answer = api.answer(request);
            return log.done(ApiResponse.of(answer), answer.items());
        } catch (ConnectorException problem) {
            log.problem(problem);
            return log.done(ApiResponse.of(problem, log.requestId()), 0);
        } catch (RuntimeException fault) {
            log.fault(fault);
            return log.done(ApiResponse.internal(log.requestId()), 0);
        }
    }
}
