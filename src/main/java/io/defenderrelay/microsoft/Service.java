package io.defenderrelay.microsoft;

import io.defenderrelay.model.Cloud;
import java.net.URI;

/** A service of Microsoft's that tokens are issued for. */
enum Service {
    GRAPH("Microsoft Graph", "Microsoft", "00000003-0000-0000-c000-000000000000") {
        @Override
        URI root(Endpoints endpoints, Cloud cloud) {
            return endpoints.graph(cloud);
        }

        @Override
        URI audience(Endpoints endpoints, Cloud cloud) {
            return endpoints.officialGraph(cloud);
        }

        @Override
        AccessToken token(AccessTokens tokens, SignIn signIn, boolean fresh) {
            return tokens.graph(signIn, fresh);
        }
    },
    DEFENDER(
            "Microsoft Defender for Endpoint",
            "Microsoft Defender for Endpoint",
            "fc780465-2017-40d4-a0c5-307022471b92") {
        @Override
        URI root(Endpoints endpoints, Cloud cloud) {
            return endpoints.defender(cloud);
        }

        @Override
        URI audience(Endpoints endpoints, Cloud cloud) {
            return endpoints.defenderAudience(cloud);
        }

        @Override
        AccessToken token(AccessTokens tokens, SignIn signIn, boolean fresh) {
            return tokens.defender(signIn, fresh);
        }
    };

    private final String title;
    private final String who;
    private final String application;

    Service(String title, String who, String application) {
        this.title = title;
        this.who = who;
        this.application = application;
    }

    /** How a message names the service. */
    String title() {
        return title;
    }

    /** Who a message says refused. */
    String who() {
        return who;
    }

    /** The id of its application, by which a token may name it. */
    String application() {
        return application;
    }

    /** Scheme, host and port as it is called. */
    abstract URI root(Endpoints endpoints, Cloud cloud);

    /** What its tokens are issued for, stand-in or not. */
    abstract URI audience(Endpoints endpoints, Cloud cloud);

    abstract AccessToken token(AccessTokens tokens, SignIn signIn, boolean fresh);
}
