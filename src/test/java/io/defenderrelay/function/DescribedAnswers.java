package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.defenderrelay.Contract;
import io.defenderrelay.Contract.Operation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Holds what a function answers against what {@code infra/openapi.yaml} says of the operation. */
final class DescribedAnswers {
    private static final Contract CONTRACT = Contract.read();

    private DescribedAnswers() {}

    /** What of the answer is not described; nothing of one that should be. */
    static List<String> undescribed(APIGatewayV2HTTPEvent event, APIGatewayV2HTTPResponse response) {
        String method = event.getRequestContext().getHttp().getMethod();
        Map<String, String> headers = Objects.requireNonNullElse(response.getHeaders(), Map.of());
        return CONTRACT.undescribed(
                operation(method, event.getRawPath()),
                new Contract.Given(response.getStatusCode(), headers, response.getBody()));
    }

    /** The operation of a request; one of its path, when the path does not answer this method. */
    private static Operation operation(String method, String path) {
        List<String> segments = RequestPath.split(path);
        Route route = Arrays.stream(Route.values())
                .filter(each -> each.match(segments).isPresent())
                .min(Comparator.comparing(each -> !each.method().equals(method)))
                .orElseThrow(() -> new IllegalArgumentException("No operation has the path " + path));
        return new Operation(route.method(), route.template());
    }
}
