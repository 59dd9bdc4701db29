package io.defenderrelay.simulated;

import java.util.List;
import java.util.Optional;

/** The calls to Defender for Endpoint, the directory and mail: finds what answers one, and lets in who may. */
final class Routes {

    private final SignIn signIn;
    private final DefenderLimits limits;
    private final List<Route> routes;

    Routes(SignIn signIn, DefenderLimits limits, List<Route> routes) {
        this.signIn = signIn;
        this.limits = limits;
        this.routes = List.copyOf(routes);
    }

    /** The one for this method, else any for this path, so that a wrong method counts as a call of that target. */
    Optional<Route> find(String method, String path) {
        List<Route> there = routes.stream().filter(route -> route.leadsTo(path)).toList();
        return there.stream()
                .filter(route -> route.method().equals(method))
                .findFirst()
                .or(() -> there.stream().findFirst());
    }

    Answer answer(Call call, Message message) {
        Route route = find(call.method(), call.path()).orElseThrow();
        if (!route.method().equals(call.method())) {
            return route.api().notAllowed(call);
        }
        AccessToken token = signIn.token(message.authorization());
        Answer refusal = route.api().refusal(call, message.authorization(), token, route.roles());
        if (refusal != null || token == null) {
            return refusal == null ? route.api().unauthorized(call, "Invalid token.") : refusal;
        }
        Answer tooMany = limits.refusal(call, token.clientId());
        if (tooMany != null) {
            return tooMany;
        }
        try {
            List<String> arguments = route.arguments(call.path());
            return route.handler().answer(new Asked(call, route.api(), token, arguments, message.body()));
        } catch (InvalidQuery refused) {
            return route.api().refused(call, refused);
        }
    }
}
