package io.defenderrelay.microsoft;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an answer means to whoever submitted something, and how we say it. Source: Microsoft Defender for Endpoint, "Common REST
 * API error codes"; Microsoft Graph, "Error responses and resource types".
 */
record SubmissionWords(SubmissionAsk ask, Service service, String alias) {
    private static final String LEVEL =
            "this tenant's settings do not allow it; check the remediation level of the device's group";
    private static final String FEDERATED =
            "the account may be federated: its password is kept by the identity provider that it signs in by, so change it"
                    + " there, and revoke its sessions here";

    /** That it surely was not done, and why. */
    String unsent(String why) {
        return "The relay could not " + subject() + ": " + why;
    }

    Submission.Unclear unclear(String what) {
        return new Submission.Unclear(service.who() + " was asked to " + subject() + " and " + what
                + "; it may have been done or not: look before it is asked again");
    }

    /**
     * What a 4xx means.
     *
     * @param roles in the token that was sent
     */
    Submission refused(int status, ErrorFacts error, Optional<Set<String>> roles) {
        if (open(status, error)) {
            return new Submission.AlreadyOpen(service.who() + " did not begin to " + subject() + " (" + status + " "
                    + error.code() + "): the same action is open there already; follow that one");
        }
        return switch (error.code()) {
            case "OsPlatformNotSupported", "ClientVersionNotSupported" ->
                refused(
                        Refusal.NOT_SUPPORTED,
                        status,
                        error,
                        "the device's operating system or its Defender client cannot do it; update the client, or act on"
                                + " the device itself");
            case "DisabledFeature" ->
                refused(
                        Refusal.FEATURE_OFF,
                        status,
                        error,
                        "the feature is off in this tenant; switch it on under Settings, Endpoints, Advanced features");
            case "DisallowedOperation" -> refused(Refusal.FEATURE_OFF, status, error, LEVEL);
            case "Authentication_RequestFromNonPremiumTenantOrB2CTenant" ->
                refused(
                        Refusal.LICENCE,
                        status,
                        error,
                        ask.forbidden() == Refusal.LICENCE
                                ? ask.remedy()
                                : "the tenant lacks a licence of Microsoft Entra ID P1 or P2");
            case "InvalidHashValue", "InvalidDomainName", "InvalidIpAddress", "InvalidUrl" ->
                refused(Refusal.INVALID, status, error, "correct the " + observable(error) + quote(error));
            default -> byText(status, error, roles);
        };
    }

    private boolean open(int status, ErrorFacts error) {
        if (error.code().equals("ActiveRequestAlreadyExists")) {
            return true;
        }
        boolean bare = error.code().equals("BadRequest") || error.code().equals("none");
        return (status == 400 || status == 409)
                && (error.says("already in progress") || (status == 400 && bare && ask.bareMeansOpen()));
    }

    private static String observable(ErrorFacts error) {
        return switch (error.code()) {
            case "InvalidHashValue" -> "hash: Microsoft wants all of its digits, and of its type";
            case "InvalidDomainName" -> "domain: Microsoft wants a name without scheme and path";
            case "InvalidIpAddress" -> "address: Microsoft wants a single one, no range";
            default -> "URL: Microsoft wants it whole, with its scheme";
        };
    }

    private Submission byText(int status, ErrorFacts error, Optional<Set<String>> roles) {
        if (error.licence()) {
            return refused(
                    Refusal.LICENCE,
                    status,
                    error,
                    "the tenant lacks the licence, or the service was never set up in it; check its plan");
        }
        if (status == 400 && error.says("on-premises mastered")) {
            return refused(
                    Refusal.ON_PREMISES,
                    status,
                    error,
                    "the account is mastered by an on-premises directory; change it there"
                            + (aboutPassword() ? ", or switch on password writeback" : ""));
        }
        if (status == 400 && aboutPassword()) {
            return password(error);
        }
        if (status == 403 && error.says("remediation level")) {
            return refused(Refusal.FEATURE_OFF, status, error, LEVEL);
        }
        return switch (status) {
            case 401 ->
                refused(
                        Refusal.SIGN_IN,
                        status,
                        error,
                        "it took no token, not even a new one; check that the application is enabled and that no"
                                + " Conditional Access policy blocks it");
            case 402 -> refused(Refusal.LICENCE, status, error, "the tenant lacks the licence; check its plan");
            case 403 -> forbidden(error, roles);
            case 404 ->
                refused(
                        Refusal.NOT_FOUND,
                        status,
                        error,
                        "it knows no such target any more; check the id and that it belongs to this tenant");
            default ->
                refused(
                        Refusal.INVALID,
                        status,
                        error,
                        "it does not accept the request; correct the values, or report this" + quote(error));
        };
    }

    /** Nothing else is kept from being quoted. */
    private boolean aboutPassword() {
        return !ask.quotable();
    }

    /** That a federated account is refused is documented, its text is not. */
    private Submission password(ErrorFacts error) {
        if (error.says("federat")) {
            return refused(Refusal.NOT_SUPPORTED, 400, error, FEDERATED);
        }
        String again = "request it again, which makes another random password";
        if (error.says("complexity") || error.says("banned") || error.says("weak")) {
            return refused(
                    Refusal.INVALID,
                    400,
                    error,
                    "the tenant's password policy does not take the random password; " + again
                            + ", or reset it in the Entra portal");
        }
        return refused(Refusal.INVALID, 400, error, again + "; if that is refused too, " + FEDERATED);
    }

    private Submission forbidden(ErrorFacts error, Optional<Set<String>> roles) {
        List<String> named = error.required();
        List<String> needed = named.isEmpty() ? ask.permissions() : named;
        String grant = "grant the application permission " + String.join(" or ", needed) + " with admin consent";
        boolean granted = roles.isPresent() && needed.stream().anyMatch(roles.get()::contains);
        if (!named.isEmpty() || (roles.isPresent() && !granted)) {
            return refused(Refusal.PERMISSION, 403, error, grant);
        }
        if (granted) {
            return refused(ask.forbidden(), 403, error, ask.remedy() + quote(error));
        }
        return refused(Refusal.PERMISSION, 403, error, grant + "; if it was granted: " + ask.remedy() + quote(error));
    }

    private Submission refused(Refusal reason, int status, ErrorFacts error, String advice) {
        return new Submission.Refused(
                reason,
                service.who() + " refused to " + subject() + " (" + status + " " + error.code() + "): " + advice);
    }

    private String quote(ErrorFacts error) {
        return ask.quotable() ? error.quoted() : "";
    }

    private String subject() {
        return ask.tried() + " for tenant '" + alias + "'";
    }
}
