package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers changes of {@code /users}: the account, the password, the sessions. */
final class UserWrites {

    private static final Set<String> ENABLE = Set.of("User.EnableDisableAccount.All", "User.ReadWrite.All");
    private static final Set<String> PASSWORD = Set.of("User-PasswordProfile.ReadWrite.All");
    private static final Set<String> REVOKE =
            Set.of("User.RevokeSessions.All", "User.ReadWrite.All", "Directory.ReadWrite.All");
    private static final Set<String> PROFILE =
            Set.of("password", "forceChangePasswordNextSignIn", "forceChangePasswordNextSignInWithMfa");
    private static final int SHORTEST_PASSWORD = 8;

    private final DirectoryUsers users;

    UserWrites(DirectoryUsers users) {
        this.users = users;
    }

    List<Route> routes() {
        return List.of(
                Route.of(Target.USER_WRITE, Route.directory("PATCH", "/users/{}"), Set.of(), this::patch),
                Route.of(
                        Target.USER_WRITE,
                        Route.directory("POST", "/users/{}/revokeSignInSessions"),
                        REVOKE,
                        this::revoke));
    }

    /** Changes all or nothing: which role is needed depends on the members of the body. */
    private Answer patch(Asked asked) {
        ObjectNode body = asked.json();
        for (String name : (Iterable<String>) body::fieldNames) {
            if (!name.equals("accountEnabled") && !name.equals("passwordProfile")) {
                return GraphErrors.denied(asked.call());
            }
        }
        boolean missesRole = (body.has("accountEnabled") && !asked.holds(ENABLE))
                || (body.has("passwordProfile") && !asked.holds(PASSWORD));
        if (missesRole || body.isEmpty()) {
            return missesRole ? GraphErrors.denied(asked.call()) : refused(asked, "No changes were given.");
        }
        DirectoryUser user = users.find(asked.id()).orElse(null);
        if (user == null) {
            return GraphErrors.noUser(asked.call(), asked.id());
        }
        if (!users.mayBeChanged(user)) {
            return GraphErrors.denied(asked.call());
        }
        Answer refusal = refusal(asked, user, body);
        if (refusal == null) {
            change(asked, user, body);
        }
        return refusal == null ? Answer.json(204, Body.of("")) : refusal;
    }

    private @Nullable Answer refusal(Asked asked, DirectoryUser user, ObjectNode body) {
        JsonNode profile = body.path("passwordProfile");
        if (body.has("accountEnabled") && !body.path("accountEnabled").isBoolean()) {
            return refused(asked, "Invalid value specified for property 'accountEnabled' of resource 'User'.");
        }
        if (profile.isMissingNode()) {
            return null;
        }
        if (!profile.isObject()
                || profile.properties().stream().anyMatch(member -> !PROFILE.contains(member.getKey()))) {
            return refused(asked, "Invalid value specified for property 'passwordProfile' of resource 'User'.");
        }
        if (user.synced()) {
            return GraphErrors.onPremises(asked.call());
        }
        if (profile.has("password") && profile.path("password").asText().length() < SHORTEST_PASSWORD) {
            return refused(
                    asked,
                    "The specified password does not comply with password complexity requirements. Please provide a"
                            + " different password.");
        }
        return null;
    }

    /** A profile without a password has no effect, as users of the interface reported. */
    private static void change(Asked asked, DirectoryUser user, ObjectNode body) {
        if (body.has("accountEnabled")) {
            user.enable(body.path("accountEnabled").asBoolean(), asked.at());
        }
        JsonNode profile = body.path("passwordProfile");
        if (profile.has("password")) {
            boolean forces = profile.path("forceChangePasswordNextSignIn").asBoolean()
                    || profile.path("forceChangePasswordNextSignInWithMfa").asBoolean();
            user.password(PasswordChange.of(asked.at(), profile.path("password").asText(), forces));
        }
    }

    private Answer revoke(Asked asked) {
        DirectoryUser user = users.find(asked.id()).orElse(null);
        if (user == null) {
            return GraphErrors.noUser(asked.call(), asked.id());
        }
        user.revoke(asked.at());
        return Answer.json(
                200,
                Body.of(Recorded.json("identity/revokeSignInSessions-response.json")
                        .toString()));
    }

    private static Answer refused(Asked asked, String message) {
        return GraphErrors.refused(asked.call(), new InvalidQuery("Request_BadRequest", message));
    }
}
