package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A list of Defender for Endpoint: filters, orders and cuts rows into pages, each with a link to the next. */
record DefenderList(String collection, DefenderFilter filter, String time, Supplier<URI> endpoint) {

    private static final int MOST = 10_000;
    private static final Set<String> OPTIONS = Set.of("$filter", "$top", "$skip", "$orderby");
    private static final String METADATA = "https://api.security.microsoft.com/api/$metadata#";

    /** One entity of this collection, with its context before its members. */
    Answer one(int status, ObjectNode entity) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("@odata.context", METADATA + collection + "/$entity");
        body.setAll(entity);
        return Answer.json(status, Body.of(body.toString()));
    }

    /** Takes the rows newest first. */
    Answer page(Call call, List<ObjectNode> newestFirst) {
        call.query().keySet().stream()
                .filter(name -> name.startsWith("$") && !OPTIONS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw error("The query option '" + name + "' is not supported.");
                });
        List<ObjectNode> rows = ordered(call, matching(call, newestFirst));
        int from = Math.min(number(call, "$skip", 0, Integer.MAX_VALUE), rows.size());
        int to = Math.min(rows.size(), from + number(call, "$top", MOST, MOST));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("@odata.context", METADATA + collection);
        ArrayNode value = body.putArray("value");
        rows.subList(from, to).forEach(value::add);
        if (to < rows.size()) {
            body.put("@odata.nextLink", link(call, to));
        }
        return Answer.json(200, Body.of(body.toString()));
    }

    private List<ObjectNode> matching(Call call, List<ObjectNode> rows) {
        String text = call.query("$filter");
        if (text == null) {
            return rows;
        }
        try {
            return rows.stream().filter(filter.parse(text)).toList();
        } catch (InvalidQuery refused) {
            throw error(refused.text());
        }
    }

    private List<ObjectNode> ordered(Call call, List<ObjectNode> newestFirst) {
        String order = call.query("$orderby");
        if (order == null || order.equals(time + " desc")) {
            return newestFirst;
        }
        if (!order.equals(time) && !order.equals(time + " asc")) {
            throw error("The order '" + order + "' is not supported.");
        }
        List<ObjectNode> oldestFirst = new ArrayList<>(newestFirst);
        Collections.reverse(oldestFirst);
        return oldestFirst;
    }

    private static int number(Call call, String option, int usual, int most) {
        String text = call.query(option);
        if (text == null) {
            return usual;
        }
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > most) {
            throw error("Invalid value '" + text + "' for " + option + ".");
        }
        return Integer.parseInt(text);
    }

    private String link(Call call, int next) {
        Map<String, String> query = new LinkedHashMap<>(call.query());
        query.put("$skip", String.valueOf(next));
        List<String> pairs = new ArrayList<>();
        query.forEach((name, value) -> pairs.add(name + "=" + PercentCoding.encode(value)));
        return endpoint.get() + call.path() + "?" + String.join("&", pairs);
    }

    private static InvalidQuery error(String message) {
        return new InvalidQuery("ODataError", message);
    }

    /** Whether a body has rows. */
    static boolean isEmpty(JsonNode page) {
        return page.path("value").isEmpty();
    }
}
