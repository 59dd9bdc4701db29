package io.defenderrelay.simulated;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request for a token, and what is wrong with it before anything is known of the tenant. */
record TokenRequest(String method, String directory, Map<String, String> fields) {

    private static final Set<String> RESOURCES = Set.of(
            SignIn.GRAPH,
            "https://graph.microsoft.us",
            "https://dod-graph.microsoft.us",
            "https://api.securitycenter.microsoft.com",
            "https://securitycenter.onmicrosoft.com/windowsatpservice",
            "https://api-gcc.securitycenter.microsoft.us",
            "https://api-gov.securitycenter.microsoft.us",
            "https://api.security.microsoft.com",
            "fc780465-2017-40d4-a0c5-307022471b92",
            "https://outlook.office365.com",
            "05a65629-4c1b-48c1-a78b-804c4abdd4af",
            "00000003-0000-0000-c000-000000000000");
    private static final Pattern DIRECTORY = Pattern.compile(
            "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}" + "|[a-zA-Z0-9][a-zA-Z0-9-]*(\\.[a-zA-Z0-9-]+)+");

    static TokenRequest parse(Call call, String form) {
        String directory = call.path().substring(1, Math.max(1, call.path().indexOf("/oauth2/")));
        try {
            return new TokenRequest(call.method(), directory, PercentCoding.parameters(form));
        } catch (InvalidQuery e) {
            return new TokenRequest(call.method(), directory, Map.of());
        }
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    @Nullable
    SignInFailure malformed() {
        if (!method.equals("POST")) {
            return SignInFailure.ONLY_POST;
        }
        return DIRECTORY.matcher(directory).matches() ? null : SignInFailure.MALFORMED_TENANT;
    }

    @Nullable
    SignInFailure incomplete() {
        if (!missing().isEmpty()) {
            return SignInFailure.MISSING_PARAMETER;
        }
        if (!field("grant_type").equals("client_credentials")) {
            return SignInFailure.UNSUPPORTED_GRANT;
        }
        if (fields.containsKey("client_secret")) {
            return null;
        }
        return fields.containsKey("client_assertion") ? SignInFailure.UNKNOWN_KEY : SignInFailure.NO_CREDENTIAL;
    }

    @Nullable
    SignInFailure wrongScope() {
        List<String> resources = resources();
        if (resources.isEmpty()) {
            return SignInFailure.INVALID_SCOPE;
        }
        if (resources.size() > 1) {
            return SignInFailure.SEVERAL_RESOURCES;
        }
        return RESOURCES.contains(resources.get(0)) ? null : SignInFailure.UNKNOWN_RESOURCE;
    }

    /** The resource asked for; empty when there is none. */
    String resource() {
        return resources().stream().findFirst().orElse("");
    }

    SignInFailure.Words words() {
        String parameter = missing().isEmpty() ? field("grant_type") : missing();
        return new SignInFailure.Words(field("client_id"), directory, resource(), parameter);
    }

    private String missing() {
        return List.of("grant_type", "client_id", "scope").stream()
                .filter(name -> field(name).isEmpty())
                .findFirst()
                .orElse("");
    }

    /** The resources asked for by {@code …/.default}; other words, such as those msal4j adds, are ignored. */
    private List<String> resources() {
        return Arrays.stream(field("scope").split(" "))
                .filter(word -> word.endsWith("/.default"))
                .map(word -> word.substring(0, word.length() - "/.default".length()))
                .map(word -> word.endsWith("/") ? word.substring(0, word.length() - 1) : word)
                .distinct()
                .toList();
    }
}
