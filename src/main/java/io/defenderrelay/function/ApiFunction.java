package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.defenderrelay.answer.Answer;
import io.defenderrelay.problem.ConnectorException;
import io.quarkus.funqy.Funq;
import org.jspecify.annotations.Nullable;

/** {@code api}: answers what a SOC platform reads: feed, alerts, status. Needs no Microsoft credential. */
public class ApiFunction {
    private final ReadApi api;

    public ApiFunction(ReadApi api) {
        this.api = api;
    }

    @Funq("api")
    public APIGatewayV2HTTPResponse api(@Nullable APIGatewayV2HTTPEvent event) {
        RequestLog log = RequestLog.begin("api", event);
        try {
            ApiRequest request = ApiRequest.of(event, Route.Api.READ);
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
