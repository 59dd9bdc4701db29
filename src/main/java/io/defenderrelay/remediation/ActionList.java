package io.defenderrelay.remediation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.defenderrelay.answer.Answer;
import io.defenderrelay.answer.ListAnswer;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.store.ActionRecord;
import io.defenderrelay.store.Actions;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists actions, the youngest first. A page may hold fewer than asked for, or none, and still have a next one. */
final class ActionList {
    private static final int CHUNK = 100;
    private static final int MOST_READ = 500;
    private static final int LONGEST_TOKEN = 512;
    private static final Pattern TOKEN = Pattern.compile("\\{\"v\":1,\"tenant\":\"([a-z0-9-]{2,40})\",\"list\":"
            + "\"([0-9a-f]{32})\",\"position\":\"([0-9]{13}#[0-9a-f]{32})\"}");

    private final Actions actions;
    private final Clock clock;

    ActionList(Actions actions, Clock clock) {
        this.actions = actions;
        this.clock = clock;
    }

    Answer read(String alias, ActionQuery query) {
        Instant now = clock.instant();
        String position = query.after() == null ? "" : position(alias, query, query.after());
        ListAnswer list = new ListAnswer("items");
        boolean more = true;
        for (int read = 0; more && list.items() < query.limit() && read < MOST_READ; read += CHUNK) {
            List<String> places = actions.requested(alias, query.from(), query.to(), position, CHUNK);
            more = places.size() == CHUNK;
            Map<String, ActionRecord> records = new HashMap<>();
            actions.findAll(alias, places.stream().map(ActionList::id).toList())
                    .forEach(record -> records.put(record.id(), record));
            for (String place : places) {
                ActionRecord record = records.get(id(place));
                if (record != null && wanted(new ActionView(record, now), query)) {
                    boolean room = list.items() < query.limit();
                    if (!room || !list.add(json -> new ActionView(record, now).write(json))) {
                        return list.end(token(alias, query, position));
                    }
                }
                position = place;
            }
        }
        return list.end(more ? token(alias, query, position) : null);
    }

    private static boolean wanted(ActionView view, ActionQuery query) {
        ActionRecord record = view.record();
        String target = query.target();
        boolean named = target == null
                || target.equalsIgnoreCase(record.fact("target"))
                || target.equalsIgnoreCase(record.fact("targetId"))
                || target.equalsIgnoreCase(record.fact("targetName"));
        return named
                && (query.states().isEmpty() || query.states().contains(view.state()))
                && (query.kinds().isEmpty() || query.kinds().contains(record.kind()))
                && (query.requester() == null || query.requester().equals(record.fact("requestedBy")));
    }

    private static String id(String place) {
        return place.substring(place.indexOf('#') + 1);
    }

    private static String token(String alias, ActionQuery query, String position) {
        String text = "{\"v\":1,\"tenant\":\"" + alias + "\",\"list\":\"" + query.hash() + "\",\"position\":\""
                + position + "\"}";
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    /** The position in a token that we gave out for the same list. */
    private static String position(String alias, ActionQuery query, String token) {
        try {
            String text = token.length() > LONGEST_TOKEN
                    ? ""
                    : new String(Base64.getUrlDecoder().decode(token.getBytes(UTF_8)), UTF_8);
            Matcher matcher = TOKEN.matcher(text);
            if (matcher.matches() && token(alias, query, matcher.group(3)).equals(token)) {
                return matcher.group(3);
            }
        } catch (IllegalArgumentException notBase64) {
            throw refused();
        }
        throw refused();
    }

    private static InvalidRequestException refused() {
        return new InvalidRequestException(
                "after",
                "Parameter 'after' is no position in this list: start without it, or use the 'next' of an answer");
    }
}
