package io.defenderrelay.microsoft;

import io.defenderrelay.model.Cloud;
import io.defenderrelay.problem.ConfigurationException;
import io.defenderrelay.problem.UpstreamException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts we speak to, fixed for each cloud, so that nothing a tenant or a remote answer says chooses where a secret
 * or a token goes. Source: Microsoft Graph, "National cloud deployments"; Microsoft Defender
 * for Endpoint, "Supported APIs" and "US Government customers".
 */
public final class Endpoints {
    private static final int LONGEST_LINK = 16_384;
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern LOCAL =
            Pattern.compile("https?://(127\\.0\\.0\\.1|\\[::1]|localhost)(?::(\\d{1,5}))?");
    /** Microsoft's pages and answers use all of them; they are one service. */
    private static final List<String> DEFENDER_ALIASES = List.of(
            "https://api.security.microsoft.com",
            "https://us.api.security.microsoft.com",
            "https://eu.api.security.microsoft.com",
            "https://uk.api.security.microsoft.com",
            "https://au.api.security.microsoft.com",
            "https://swa.api.security.microsoft.com",
            "https://ina.api.security.microsoft.com",
            "https://aea.api.security.microsoft.com",
            "https://api.securitycenter.microsoft.com",
            "https://api.securitycenter.windows.com",
            "https://api-us.securitycenter.microsoft.com",
            "https://api-eu.securitycenter.microsoft.com",
            "https://api-uk.securitycenter.microsoft.com",
            "https://api-au.securitycenter.microsoft.com");

    private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]*");

    private final @Nullable URI localLogin;
    private final @Nullable URI localGraph;
    private final @Nullable URI localDefender;

    /**
     * Microsoft's hosts, or local stand-ins of them for tests and local runs.
     *
     * @param login {@code relay.endpoint.login}: scheme, host and port of a stand-in on this machine, or absent
     * @param graph {@code relay.endpoint.graph}: likewise
     * @param defender {@code relay.endpoint.defender}: likewise
     */
    public Endpoints(@Nullable String login, @Nullable String graph, @Nullable String defender) {
        localLogin = local("relay.endpoint.login (RELAY_ENDPOINT_LOGIN)", login);
        localGraph = local("relay.endpoint.graph (RELAY_ENDPOINT_GRAPH)", graph);
        localDefender = local("relay.endpoint.defender (RELAY_ENDPOINT_DEFENDER)", defender);
    }

    /** Scheme, host and port of the token endpoint that is called: the local stand-in's if there is one. */
    public URI login(Cloud cloud) {
        return localLogin == null ? officialLogin(cloud) : localLogin;
    }

    /** Scheme, host and port of Microsoft Graph as it is called: the local stand-in's if there is one. */
    public URI graph(Cloud cloud) {
        return localGraph == null ? officialGraph(cloud) : localGraph;
    }

    /** Scheme, host and port of Defender for Endpoint as it is called: the local stand-in's if there is one. */
    public URI defender(Cloud cloud) {
        return localDefender == null ? officialDefender(cloud) : localDefender;
    }

    /**
     * What tokens for Defender for Endpoint are issued for. In the global cloud that is not the host that is called: tokens for
     * that one belong to another service, whose permissions have other names.
     */
    URI defenderAudience(Cloud cloud) {
        return switch (cloud) {
            case GLOBAL -> URI.create("https://api.securitycenter.microsoft.com");
            case GCC, GCC_HIGH, DOD -> officialDefender(cloud);
        };
    }

    private static URI officialDefender(Cloud cloud) {
        return switch (cloud) {
            case GLOBAL -> URI.create("https://api.security.microsoft.com");
            case GCC -> URI.create("https://api-gcc.securitycenter.microsoft.us");
            case GCC_HIGH, DOD -> URI.create("https://api-gov.securitycenter.microsoft.us");
        };
    }

    /** Microsoft's own token host, stand-in or not: authorities are named by it. */
    URI officialLogin(Cloud cloud) {
        return switch (cloud) {
            case GLOBAL, GCC -> URI.create("https://login.microsoftonline.com");
            case GCC_HIGH, DOD -> URI.create("https://login.microsoftonline.us");
        };
    }

    /** Microsoft's own Graph root, stand-in or not: scopes and audiences are named by it. */
    URI officialGraph(Cloud cloud) {
        return switch (cloud) {
            case GLOBAL, GCC -> URI.create("https://graph.microsoft.com");
            case GCC_HIGH -> URI.create("https://graph.microsoft.us");
            case DOD -> URI.create("https://dod-graph.microsoft.us");
        };
    }

    /**
     * Checks a link that came in an answer, before any token goes with it: it must begin, byte for byte, with the Graph
     * root of {@code cloud} and {@code /v1.0/}. Returns the link unchanged, to be sent as it came.
     *
     * @throws UpstreamException with reason {@code LINK_REFUSED}; its message does not repeat the link
     */
    public String graphLink(Cloud cloud, String link) {
        return checked(graph(cloud).toString(), "/v1.0/", link);
    }

    /**
     * Checks a link as {@link #graphLink} does: it must begin with the root of Defender for Endpoint as it is called, or with
     * another name that Microsoft gives that root, and {@code /api/}. Returns it as a link below the root that is called.
     */
    public String defenderLink(Cloud cloud, String link) {
        String root = defender(cloud).toString();
        List<String> aliases = cloud == Cloud.GLOBAL
                ? DEFENDER_ALIASES
                : List.of(officialDefender(cloud).toString());
        String below = aliases.stream()
                .filter(alias -> link.startsWith(alias + "/api/"))
                .findFirst()
                .map(alias -> root + link.substring(alias.length()))
                .orElse(link);
        return checked(root, "/api/", below);
    }

    private static String checked(String root, String below, String link) {
        if (link.length() > LONGEST_LINK) {
            throw refused(root + below, "it is longer than " + LONGEST_LINK + " characters");
        }
        if (!link.startsWith(root + below)) {
            throw refused(root + below, "it leads elsewhere");
        }
        if (!VISIBLE_ASCII.matcher(link).matches() || link.indexOf('#') >= 0) {
            throw refused(root + below, "it holds characters that no such link has");
        }
        // None of the lists we page needs an escape or a dot segment in its path; tricks do.
        String path = pathOf(link, root.length());
        if (path.indexOf('%') >= 0 || path.indexOf('\\') >= 0 || hasOddSegment(path)) {
            throw refused(root + below, "its path is not a plain one");
        }
        if (!readable(link)) {
            throw refused(root + below, "it is no valid URI");
        }
        return link;
    }

    private static String pathOf(String link, int start) {
        int query = link.indexOf('?');
        return query < 0 ? link.substring(start) : link.substring(start, query);
    }

    private static boolean hasOddSegment(String path) {
        return Arrays.stream(path.substring(1).split("/", -1))
                .anyMatch(segment -> segment.isEmpty() || segment.equals(".") || segment.equals(".."));
    }

    private static boolean readable(String link) {
        try {
            URI.create(link);
            return true;
        } catch (IllegalArgumentException invalid) {
            return false;
        }
    }

    private static UpstreamException refused(String root, String why) {
        return new UpstreamException(
                UpstreamException.Reason.LINK_REFUSED,
                "A link to the next page was refused because " + why + "; only links below " + root
                        + " are followed. No token was sent; find out who answers in Microsoft's place",
                null);
    }

    private static @Nullable URI local(String setting, @Nullable String value) {
        if (value == null) {
            return null;
        }
        var matcher = LOCAL.matcher(value);
        if (!matcher.matches() || !validPort(matcher.group(2))) {
            throw new ConfigurationException(
                    setting + " must be http or https, then 127.0.0.1, [::1] or localhost, and a port, such as"
                            + " http://127.0.0.1:8089; leave it out to reach Microsoft");
        }
        return URI.create(value);
    }

    private static boolean validPort(@Nullable String port) {
        if (port == null) {
            return true;
        }
        int number = Integer.parseInt(port);
        return number > 0 && number <= HIGHEST_PORT;
    }
}
