package io.defenderrelay.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import io.defenderrelay.problem.InvalidRequestException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The body of a request as text. */
final class RequestBody {
    private static final int LARGEST = 256 * 1_024;

    private RequestBody() {}

    static String of(APIGatewayV2HTTPEvent event) {
        @Nullable String text = event.getBody();
        if (text == null || text.isEmpty()) {
            return "";
        }
        String body = event.getIsBase64Encoded() ? decoded(text) : text;
        if (body.length() > LARGEST || body.getBytes(UTF_8).length > LARGEST) {
            throw new InvalidRequestException("body", "The body must have at most 256 KB");
        }
        return body;
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), UTF_8);
        } catch (IllegalArgumentException notBase64) {
            throw new InvalidRequestException("body", "The body is not the Base64 that it says it is");
        }
    }
}
