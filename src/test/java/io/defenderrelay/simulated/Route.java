package io.defenderrelay.simulated;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One kind of call: what it is, one of which roles it needs, and what answers it. */
record Route(Target target, Api api, String method, Pattern path, Set<String> roles, Handler handler) {

    /** Answers a call that was let in. Throws {@link InvalidQuery} for what is answered with 400. */
    interface Handler {
        Answer answer(Asked asked);
    }

    /** Which path of which interface: {@code {}} stands for any one segment. */
    record Place(Api api, String method, String template) {}

    static Place defender(String method, String template) {
        return new Place(Api.DEFENDER, method, template);
    }

    static Place directory(String method, String template) {
        return new Place(Api.DIRECTORY, method, template);
    }

    static Place security(String method, String template) {
        return new Place(Api.SECURITY, method, template);
    }

    static Route of(Target target, Place place, Set<String> roles, Handler handler) {
        String prefix = place.api() == Api.DEFENDER ? "/api(?:/v1\\.0)?" : "/v1\\.0";
        String segments = place.template().replace(".", "\\.").replace("{}", "([^/]+)");
        return new Route(target, place.api(), place.method(), Pattern.compile(prefix + segments), roles, handler);
    }

    boolean leadsTo(String asked) {
        return path.matcher(asked).matches();
    }

    /** The segments that stand for {@code {}}, decoded. */
    List<String> arguments(String asked) {
        Matcher matcher = path.matcher(asked);
        return matcher.matches() && matcher.groupCount() > 0
                ? List.of(PercentCoding.decode(matcher.group(1).replace("+", "%2B")))
                : List.of();
    }
}
