package io.defenderrelay.microsoft;

import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.SignInException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.problem.UpstreamException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Turns a refusal of the token endpoint into our exceptions, with words that say what to do. Source: Microsoft identity
 * platform, "Authentication and authorization error codes".
 */
final class SignInProblem {
    private static final Duration USUAL_PAUSE = Duration.ofMinutes(1);
    private static final Duration LOOP_PAUSE = Duration.ofMinutes(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final String LOOP = "50196";
    private static final Set<String> BUSY_NUMBERS = Set.of("90006", "90012", "90024", "90033", "90055");
    private static final Set<String> BUSY_ERRORS = Set.of("temporarily_unavailable", "server_error");

    private SignInProblem() {}

    /** How a message names the service that was asked. */
    static String service(String alias) {
        return "Microsoft's sign-in for tenant '" + alias + "'";
    }

    static ConnectorException of(String alias, RefusedTokenException refused, Instant now) {
        String code = refused.number().map(number -> "AADSTS" + number).orElse(refused.error());
        String reference = " (" + code + ", HTTP " + refused.status()
                + refused.correlationId().map(id -> ", correlation id " + id).orElse("") + ", " + now + ")";
        if (refused.number().filter(LOOP::equals).isPresent()) {
            return new ThrottledException(service(alias), LOOP_PAUSE);
        }
        if (refused.status() == 429
                || (refused.status() == 503 && refused.retryAfter().isPresent())) {
            return new ThrottledException(service(alias), pause(refused));
        }
        if (isBusy(refused)) {
            return new UpstreamException(
                    UpstreamException.Reason.FAILED,
                    service(alias) + " is busy; nothing to do, the relay tries again" + reference,
                    null);
        }
        String advice = refused.number().map(SignInProblem::advice).orElse("");
        return new SignInException(
                code,
                "Microsoft refused the sign-in for tenant '" + alias + "': "
                        + (advice.isEmpty() ? generalAdvice(refused.error()) : advice) + reference,
                null);
    }

    private static boolean isBusy(RefusedTokenException refused) {
        return refused.status() >= 500
                || BUSY_ERRORS.contains(refused.error())
                || refused.number().filter(BUSY_NUMBERS::contains).isPresent();
    }

    private static Duration pause(RefusedTokenException refused) {
        Duration asked = refused.retryAfter().orElse(USUAL_PAUSE);
        return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
    }

    private static String advice(String number) {
        return switch (number) {
            case "7000215" ->
                "the client secret is wrong. Store the secret's Value, not its Secret ID, in the tenant's secret";
            case "7000222" ->
                "the client secret has expired. Create a new one under Certificates & secrets of the app registration"
                        + " and store it in the tenant's secret";
            case "700016" ->
                "no application with this client id exists in this tenant. Check the client id, and that tenant id and"
                        + " application belong together";
            case "700011", "70001" ->
                "the application is missing or disabled in Entra ID. Restore or enable it, or correct the client id";
            case "7000112" ->
                "the enterprise application is disabled. Enable sign-in for it under Enterprise applications";
            case "90002" -> "tenant not found. Check the tenant id and the cloud (global, gcc, gcc-high, dod)";
            case "900023" -> "the tenant id is not valid. Correct it in the tenant's settings and secret";
            case "90038", "900382", "900432" ->
                "the tenant belongs to another Microsoft cloud. Choose the right one in its settings (global, gcc,"
                        + " gcc-high, dod)";
            case "500011", "650052" ->
                "Microsoft Graph or Defender for Endpoint is not available in this tenant. Check its licence, and that the"
                        + " service was activated";
            case "650056", "650057", "65001" ->
                "consent is missing. Add the API permissions to the app registration and grant admin consent";
            case "28002", "70011" ->
                "the relay asked for a scope that does not exist. Report this as a fault of the relay";
            case "7000218" -> "the relay sent no credential. Report this as a fault of the relay";
            case "700027", "700030", "50012" ->
                "the certificate matches none uploaded to the application, or it expired. Upload the public certificate";
            case "700024" ->
                "the relay's clock and Microsoft's differ. Check the clock of the machine the relay runs on";
            case "70021", "700211", "700212", "700213" ->
                "no federated credential of the application matches. Compare its issuer, subject and audience; a new one"
                        + " takes some minutes to work";
            case "53003", "530032" ->
                "a Conditional Access policy blocks this application. Exclude it from the policy, or allow the relay's"
                        + " outgoing addresses";
            default -> "";
        };
    }

    private static String generalAdvice(String error) {
        return switch (error) {
            case "invalid_client" -> "the credential was not accepted. Check the client id and the secret";
            case "unauthorized_client" ->
                "the application may not sign in to this tenant. Check the client id, the tenant id and the consent";
            case "access_denied", "invalid_grant" ->
                "access was denied. Look the sign-in up in Entra ID, Sign-in logs, Service principal sign-ins";
            default ->
                "look the code up in Microsoft's list of sign-in error codes, or ask its support with the"
                        + " correlation id";
        };
    }
}
