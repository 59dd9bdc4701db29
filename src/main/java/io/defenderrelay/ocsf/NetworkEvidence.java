package io.defenderrelay.ocsf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Addresses and links. */
final class NetworkEvidence {
    private static final int HIGHEST_PORT = 65_535;

    private NetworkEvidence() {}

    static void mapIp(Evidence evidence) {
        String ip = evidence.source.take("ipAddress", Typed::isIp);
        if (ip == null) {
            return;
        }
        ObjectNode endpoint = Typed.object().put("ip", ip);
        String country = evidence.source.take("countryLetterCode");
        if (country != null) {
            endpoint.set("location", Typed.object().put("country", country));
        }
        boolean target = evidence.hasRole("destination", "commandandcontrol");
        evidence.entry.set(target ? "dst_endpoint" : "src_endpoint", endpoint);
        evidence.observables.add(Observables.IP_ADDRESS, ip);
    }

    static void mapUrl(Evidence evidence) {
        String text = evidence.source.take("url");
        if (text != null) {
            ObjectNode url = url(text);
            evidence.entry.set("url", url);
            evidence.observables.add(Observables.URL, text);
            evidence.observables.add(Observables.HOSTNAME, url.path("hostname").asText(null));
        }
    }

    /** The parts are told only of what can be taken apart; the text is always as it came. */
    static ObjectNode url(String text) {
        ObjectNode url = Typed.object().put("url_string", text);
        URI uri = parsed(text);
        if (uri == null || uri.getHost() == null) {
            return url;
        }
        Typed.put(url, "scheme", uri.getScheme());
        Typed.put(url, "hostname", uri.getHost());
        Typed.put(url, "query_string", uri.getRawQuery());
        if (uri.getRawPath() != null && !uri.getRawPath().isEmpty()) {
            url.put("path", uri.getRawPath());
        }
        if (uri.getPort() >= 0 && uri.getPort() <= HIGHEST_PORT) {
            url.put("port", uri.getPort());
        }
        return url;
    }

    private static @Nullable URI parsed(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException notOne) {
            return null;
        }
    }
}
