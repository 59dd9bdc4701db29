package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Lambda's types that are read and written by reflection, kept for it in the native binary. */
@RegisterForReflection(
        targets = {
            APIGatewayV2HTTPEvent.class,
            APIGatewayV2HTTPEvent.RequestContext.class,
            APIGatewayV2HTTPEvent.RequestContext.Authorizer.class,
            APIGatewayV2HTTPEvent.RequestContext.Authorizer.JWT.class,
            APIGatewayV2HTTPEvent.RequestContext.CognitoIdentity.class,
            APIGatewayV2HTTPEvent.RequestContext.Http.class,
            APIGatewayV2HTTPEvent.RequestContext.IAM.class,
            APIGatewayV2HTTPResponse.class,
            SQSBatchResponse.class,
            SQSBatchResponse.BatchItemFailure.class,
            SQSEvent.class,
            SQSEvent.MessageAttribute.class,
            SQSEvent.SQSMessage.class,
            ScheduledEvent.class
        })
final class LambdaTypes {
    private LambdaTypes() {}
}
