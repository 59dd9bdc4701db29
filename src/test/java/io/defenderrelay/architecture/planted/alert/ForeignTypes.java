package io.defenderrelay.architecture.planted.alert;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.microsoft.aad.msal4j.IHttpClient;
import jakarta.ws.rs.ProcessingException;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Knows types that each stop in another room. */
final class ForeignTypes {
    private final SQSEvent lambda;
    private final List<AttributeValue> aws;

    ForeignTypes(SQSEvent lambda, List<AttributeValue> aws) {
        this.lambda = lambda;
        this.aws = aws;
    }

    boolean microsoft(Object client) {
        return client instanceof IHttpClient || lambda.getRecords().isEmpty();
    }

    int rest() {
        try {
            return aws.size();
        } catch (ProcessingException noAnswer) {
            return 0;
        }
    }
}
