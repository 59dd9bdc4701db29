package io.defenderrelay.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A request to the HTTP API. Becomes the event that API Gateway makes of it: payload format 2.0, with the caller that the
 * IAM authorizer found. Source: API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs".
 *
 * @param rawPath the path as sent, still percent-encoded
 * @param rawQuery the query as sent, without its question mark; empty if none
 */
record GatewayRequest(
        String method, String rawPath, String rawQuery, Map<String, List<String>> headers, Body body, String sourceIp) {
    private static final DateTimeFormatter COMMON_LOG =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String ACCOUNT = "000000000000";
    private static final String API = "local";
    /** By this header a caller chooses who it is, which in AWS its signature tells. */
    private static final String PRINCIPAL = "x-local-principal";

    private static final String ANALYST = "AROALOCALLOCALLOCAL00";

    /** A body as it stands in the event: text as it is, anything else in Base64. */
    record Body(String text, boolean base64) {
        static Body of(byte[] bytes) {
            try {
                return new Body(
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(bytes))
                                .toString(),
                        false);
            } catch (CharacterCodingException binary) {
                return new Body(Base64.getEncoder().encodeToString(bytes), true);
            }
        }
    }

    ObjectNode event(GatewayRoutes.Match match, Instant now) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("version", "2.0").put("routeKey", match.key());
        // Despite its name API Gateway decodes it; the path parameters it does not.
        event.put("rawPath", decoded(rawPath)).put("rawQueryString", rawQuery);
        Map<String, String> joined = joinedHeaders();
        Optional.ofNullable(joined.remove("cookie")).ifPresent(cookies -> List.of(cookies.split("; *", -1))
                .forEach(cookie -> event.withArray("cookies").add(cookie)));
        String caller = Optional.ofNullable(joined.remove(PRINCIPAL)).orElse(ANALYST) + ":local-run";
        ObjectNode headerNode = event.putObject("headers");
        joined.forEach(headerNode::put);
        parameters().forEach((name, value) -> event.withObject("queryStringParameters")
                .put(name, value));
        ObjectNode context = event.putObject("requestContext");
        context(context, match.key(), joined.getOrDefault("user-agent", ""), now);
        context.withObject("/authorizer/iam").put("callerId", caller).put("userId", caller);
        match.parameters()
                .forEach((name, value) -> event.withObject("pathParameters").put(name, value));
        if (!body.text().isEmpty()) {
            event.put("body", body.text());
        }
        event.put("isBase64Encoded", body.base64());
        return event;
    }

    private void context(ObjectNode context, String routeKey, String userAgent, Instant now) {
        context.put("accountId", ACCOUNT).put("apiId", API);
        context.putObject("authorizer")
                .putObject("iam")
                .put("accessKey", "ASIALOCALLOCALLOCAL0")
                .put("accountId", ACCOUNT)
                .putNull("cognitoIdentity")
                .put("principalOrgId", "o-local00000")
                .put("userArn", "arn:aws:sts::" + ACCOUNT + ":assumed-role/soc/local-run");
        context.put("domainName", API + ".execute-api.eu-central-1.amazonaws.com")
                .put("domainPrefix", API);
        context.putObject("http")
                .put("method", method)
                .put("path", decoded(rawPath))
                .put("protocol", "HTTP/1.1")
                .put("sourceIp", sourceIp)
                .put("userAgent", userAgent);
        context.put("requestId", UUID.randomUUID().toString())
                .put("routeKey", routeKey)
                .put("stage", "$default")
                .put("time", COMMON_LOG.format(now))
                .put("timeEpoch", now.toEpochMilli());
    }

    /** Names in lower case, several values joined by commas. */
    private Map<String, String> joinedHeaders() {
        Map<String, String> joined = new LinkedHashMap<>();
        headers.forEach((name, values) ->
                joined.merge(name.toLowerCase(Locale.ROOT), String.join(",", values), (one, more) -> one + "," + more));
        return joined;
    }

    /** Decoded, several values of one name joined by commas. */
    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : rawQuery.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decodedForm(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decodedForm(pair.substring(equals + 1));
                parameters.merge(name, value, (one, more) -> one + "," + more);
            }
        }
        return parameters;
    }

    /** A plus sign is itself in a path. */
    private static String decoded(String path) {
        return decodedForm(path.replace("+", "%2B"));
    }

    private static String decodedForm(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
