package io.defenderrelay.simulated;

import java.net.URI;

/** NextLinks that a client must refuse to follow, or at least must not send its token to. */
public enum HostileLink {
    OTHER_HOST {
        @Override
        String from(URI link) {
            return "https://graph.microsoft.com.evil.example" + target(link);
        }
    },
    OTHER_SCHEME {
        @Override
        String from(URI link) {
            return (link.getScheme().equals("http") ? "https" : "http") + "://" + link.getRawAuthority() + target(link);
        }
    },
    FILE_SCHEME {
        @Override
        String from(URI link) {
            return "file:///etc/passwd?" + link.getRawQuery();
        }
    },
    USER_INFO {
        @Override
        String from(URI link) {
            return link.getScheme() + "://" + link.getRawAuthority() + "@evil.example" + target(link);
        }
    },
    OWN_USER_INFO {
        @Override
        String from(URI link) {
            return link.getScheme() + "://graph:x@" + link.getRawAuthority() + target(link);
        }
    },
    OTHER_PORT {
        @Override
        String from(URI link) {
            return link.getScheme() + "://" + link.getHost() + ":" + (link.getPort() == 8443 ? 8444 : 8443)
                    + target(link);
        }
    },
    IP_LITERAL {
        @Override
        String from(URI link) {
            return link.getScheme() + "://169.254.169.254" + target(link);
        }
    },
    IP_AS_NUMBER {
        @Override
        String from(URI link) {
            return link.getScheme() + "://2130706433:" + link.getPort() + target(link);
        }
    },
    IPV6_MAPPED {
        @Override
        String from(URI link) {
            return link.getScheme() + "://[::ffff:127.0.0.1]:" + link.getPort() + target(link);
        }
    },
    ENCODED_AT_SIGN {
        @Override
        String from(URI link) {
            return link.getScheme() + "://" + link.getRawAuthority() + "%40evil.example" + target(link);
        }
    },
    ENCODED_SLASH_IN_HOST {
        @Override
        String from(URI link) {
            return link.getScheme() + "://" + link.getRawAuthority() + "%2f.evil.example" + target(link);
        }
    },
    BACKSLASH {
        @Override
        String from(URI link) {
            return link.getScheme() + "://evil.example\\@" + link.getRawAuthority() + target(link);
        }
    },
    TRAILING_DOT {
        @Override
        String from(URI link) {
            return link.getScheme() + "://" + link.getHost() + ".:" + link.getPort() + target(link);
        }
    },
    WITHOUT_SCHEME {
        @Override
        String from(URI link) {
            return "//evil.example" + target(link);
        }
    },
    RELATIVE {
        @Override
        String from(URI link) {
            return target(link);
        }
    },
    OTHER_VERSION {
        @Override
        String from(URI link) {
            return root(link) + "/beta/security/alerts_v2?" + link.getRawQuery();
        }
    },
    OTHER_COLLECTION {
        @Override
        String from(URI link) {
            return root(link) + "/v1.0/users?" + link.getRawQuery();
        }
    },
    DOT_SEGMENTS {
        @Override
        String from(URI link) {
            return root(link) + "/v1.0/security/alerts_v2/../../../beta/users?" + link.getRawQuery();
        }
    },
    ENCODED_DOT_SEGMENTS {
        @Override
        String from(URI link) {
            return root(link) + "/v1.0/security/alerts_v2/%2e%2e/%2e%2e/%2e%2e/beta/users?" + link.getRawQuery();
        }
    },
    FRAGMENT {
        @Override
        String from(URI link) {
            return link.getScheme() + "://evil.example#" + link;
        }
    },
    LINE_BREAK {
        @Override
        String from(URI link) {
            return link + "\r\nHost: evil.example";
        }
    },
    NOT_A_URL {
        @Override
        String from(URI link) {
            return "http://[not a url";
        }
    },
    EMPTY {
        @Override
        String from(URI link) {
            return "";
        }
    };

    /** What the tenant sends in place of the right link. */
    abstract String from(URI link);

    private static String root(URI link) {
        return link.getScheme() + "://" + link.getRawAuthority();
    }

    private static String target(URI link) {
        return link.getRawPath() + "?" + link.getRawQuery();
    }
}
