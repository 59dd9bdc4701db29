package io.defenderrelay.microsoft;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What applications were granted, as their tokens say. Source: Microsoft identity platform, "Access token claims reference". */
public final class Grants {
    private final Graph graph;

    public Grants(Graph graph) {
        this.graph = graph;
    }

    /**
     * Whether the application surely has none of these permissions of Microsoft Graph; a token that cannot be read leaves that
     * open.
     *
     * @throws io.defenderrelay.problem.ConnectorException when it gets no token
     */
    public boolean lacks(SignIn signIn, List<String> permissions) {
        return lacks(Service.GRAPH, signIn, permissions);
    }

    /** As {@link #lacks}, for permissions of Defender for Endpoint. */
    public boolean lacksAtDefender(SignIn signIn, List<String> permissions) {
        return lacks(Service.DEFENDER, signIn, permissions);
    }

    /** A token may be older than what was granted: only a new one tells that something is missing. */
    private boolean lacks(Service service, SignIn signIn, List<String> permissions) {
        return none(service.token(graph.tokens, signIn, false), permissions)
                && none(service.token(graph.tokens, signIn, true), permissions);
    }

    private static boolean none(AccessToken token, List<String> permissions) {
        Optional<Set<String>> roles = token.roles();
        return roles.isPresent() && Collections.disjoint(roles.get(), permissions);
    }
}
