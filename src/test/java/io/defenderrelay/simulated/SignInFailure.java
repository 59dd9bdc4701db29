package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.UUID;

/**
 * The ways in which Microsoft's sign-in refuses a client, by their AADSTS number: OAuth error, HTTP status, text.
 * Source: Microsoft identity platform, "Authentication and authorization error codes"; the pairing of error and status
 * is typical, not promised.
 */
enum SignInFailure {
    INVALID_SECRET(
            7000215,
            "invalid_client",
            401,
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not"
                    + " the client secret ID, for a secret added to app '%client%'."),
    EXPIRED_SECRET(7000222, "invalid_client", 401, "The provided client secret keys for app '%client%' are expired."),
    UNKNOWN_APP(
            700016,
            "unauthorized_client",
            400,
            "Application with identifier '%client%' was not found in the directory 'Contoso'."),
    APP_DISABLED_BY_OWNER(700011, "unauthorized_client", 400, "UnauthorizedClientAppNotFoundInOrgIdTenant."),
    APP_DISABLED(70001, "unauthorized_client", 400, "The application '%client%' is disabled."),
    SERVICE_PRINCIPAL_DISABLED(
            7000112, "unauthorized_client", 401, "Application '%client%'(Defender Relay) is disabled."),
    UNKNOWN_TENANT(
            90002,
            "invalid_request",
            400,
            "Tenant '%tenant%' not found. Check to make sure you have the correct tenant ID and are signing into the"
                    + " correct cloud."),
    MALFORMED_TENANT(
            900023,
            "invalid_request",
            400,
            "Specified tenant identifier '%tenant%' is neither a valid DNS name, nor a valid external domain."),
    NATIONAL_CLOUD(90038, "invalid_request", 400, "Confidential Client is not supported in Cross Cloud request."),
    CROSS_CLOUD(900382, "invalid_request", 400, "Confidential Client is not supported in Cross Cloud request."),
    CROSS_CLOUD_CLIENT(900432, "invalid_client", 400, "Confidential Client is not supported in Cross Cloud request."),
    UNKNOWN_RESOURCE(
            500011,
            "invalid_resource",
            400,
            "The resource principal named %resource% was not found in the tenant named Contoso."),
    NOT_SUBSCRIBED(
            650052,
            "invalid_client",
            400,
            "The app is trying to access a service '%resource%' that your organization 'Contoso' lacks a service"
                    + " principal for."),
    RESOURCE_NOT_LISTED(
            650057,
            "invalid_resource",
            400,
            "Invalid resource. The client has requested access to a resource which is not listed in the requested"
                    + " permissions in the client's application registration."),
    NO_CONSENT(
            65001,
            "invalid_grant",
            400,
            "The user or administrator has not consented to use the application with ID '%client%'."),
    MISCONFIGURED(650056, "invalid_client", 400, "Misconfigured application."),
    INVALID_SCOPE(
            70011,
            "invalid_scope",
            400,
            "The provided request must include a 'scope' input parameter. The provided value for the input parameter"
                    + " 'scope' is not valid."),
    MALFORMED_SCOPE(28002, "invalid_scope", 400, "Provided value for the input parameter scope is not valid."),
    SEVERAL_RESOURCES(
            700022,
            "invalid_scope",
            400,
            "The provided value for the input parameter scope is not valid because it contains more than one resource."),
    UNKNOWN_KEY(
            700027,
            "invalid_client",
            401,
            "The certificate with identifier used to sign the client assertion is not registered on application."),
    ASSERTION_TIME(700024, "invalid_client", 401, "Client assertion is not within its valid time range."),
    ASSERTION_SIGNATURE(50012, "invalid_client", 401, "Authentication failed: client assertion signature is invalid."),
    ASSERTION_SUBJECT(
            700030, "invalid_client", 401, "Invalid certificate - subject name in certificate is not authorized."),
    NO_CREDENTIAL(
            7000218,
            "invalid_request",
            401,
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."),
    NO_FEDERATED_IDENTITY(70021, "invalid_request", 400, "No matching federated identity record found."),
    FEDERATED_ISSUER(
            700211, "invalid_client", 401, "No matching federated identity record found for presented issuer."),
    FEDERATED_AUDIENCE(
            700212, "invalid_client", 401, "No matching federated identity record found for presented audience."),
    FEDERATED_SUBJECT(
            700213, "invalid_client", 401, "No matching federated identity record found for presented subject."),
    CONDITIONAL_ACCESS(
            53003,
            "invalid_grant",
            400,
            "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance."),
    SECURITY_POLICY(530032, "invalid_grant", 400, "Blocked by security policy."),
    LOOP(
            50196,
            "invalid_grant",
            400,
            "The server terminated an operation because it encountered a client request loop."),
    BUSY(90055, "temporarily_unavailable", 429, "The server is busy: too many requests for this tenant."),
    TRANSIENT(90033, "temporarily_unavailable", 503, "A transient error has occurred. Please try again."),
    TRANSIENT_IN_TENANT(90006, "temporarily_unavailable", 503, "The service is temporarily unavailable."),
    TIMED_OUT(90012, "temporarily_unavailable", 504, "The request has timed out."),
    BUDGET(90024, "temporarily_unavailable", 503, "RequestBudgetExceededError: a transient error has occurred."),
    MISSING_PARAMETER(
            900144, "invalid_request", 400, "The request body must contain the following parameter: '%parameter%'."),
    UNSUPPORTED_GRANT(
            70003, "unsupported_grant_type", 400, "The app requested an unsupported grant type '%parameter%'."),
    ONLY_POST(900561, "invalid_request", 400, "The endpoint only accepts POST requests. Received a GET request.");

    private final int number;
    private final String error;
    private final int status;
    private final String text;

    SignInFailure(int number, String error, int status, String text) {
        this.number = number;
        this.error = error;
        this.status = status;
        this.text = text;
    }

    int number() {
        return number;
    }

    int status() {
        return status;
    }

    /** Throws IllegalArgumentException for a number that is not in the list. */
    static SignInFailure of(int number) {
        return Arrays.stream(values())
                .filter(failure -> failure.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No sign-in failure is known as AADSTS" + number));
    }

    /** The words that go in place of %client%, %tenant%, %resource% and %parameter%. */
    record Words(String client, String tenant, String resource, String parameter) {}

    Answer answer(Call call, Words words) {
        String trace = UUID.randomUUID().toString();
        String sent = call.sent().requestId();
        String correlation = sent == null ? UUID.randomUUID().toString() : sent;
        String time = Ticks.text(call.at(), 0).replace('T', ' ');
        String said = text.replace("%client%", words.client())
                .replace("%tenant%", words.tenant())
                .replace("%resource%", words.resource())
                .replace("%parameter%", words.parameter());
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("error", error)
                .put(
                        "error_description",
                        "AADSTS" + number + ": " + said + " Trace ID: " + trace + " Correlation ID: " + correlation
                                + " Timestamp: " + time);
        ArrayNode codes = body.putArray("error_codes");
        codes.add(number);
        body.put("timestamp", time)
                .put("trace_id", trace)
                .put("correlation_id", correlation)
                .put("error_uri", "https://login.microsoftonline.com/error?code=" + number);
        return Answer.of(status, "application/json; charset=utf-8", Body.of(body.toString()))
                .with("x-ms-request-id", trace);
    }
}
