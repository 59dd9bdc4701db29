package io.defenderrelay.simulated;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parsed options of one list call. */
record ListQuery(
        Map<String, String> options, ODataFilter filter, ListOrder order, int size, boolean count, SkipToken start) {

    private static final Set<String> KNOWN = Set.of("$filter", "$orderby", "$top", "$skip", "$skiptoken", "$count");

    /** Throws {@link InvalidQuery} for whatever Microsoft does not document or the tenant's limits forbid. */
    static ListQuery parse(Entity entity, Map<String, String> options, Listing listing) {
        for (String name : options.keySet()) {
            if (name.startsWith("$") && !known(entity, name)) {
                throw new InvalidQuery("Query option '" + name + "' is not allowed on type '" + entity.type() + "'.");
            }
        }
        String filter = options.get("$filter");
        String orderBy = options.get("$orderby");
        if (orderBy != null && listing.orderByRefused()) {
            throw new InvalidQuery("Query option 'OrderBy' is not allowed.");
        }
        return new ListQuery(
                options,
                filter == null ? ODataFilter.EVERYTHING : ODataFilter.parse(entity, filter),
                orderBy == null ? ListOrder.NEWEST_FIRST : ListOrder.parse(orderBy),
                size(options.get("$top"), listing),
                flag(options.get("$count")),
                start(options, listing));
    }

    private static boolean known(Entity entity, String name) {
        return KNOWN.contains(name) || (entity == Entity.INCIDENTS && name.equals("$expand"));
    }

    /** Whether each incident is to carry its alerts. */
    boolean expands() {
        return options.containsKey("$expand");
    }

    /** Where and in what order this call reads, before any fault has its say. */
    Reading reading() {
        return new Reading(order, size, start.offset());
    }

    /** Which rows a page shows. */
    record Reading(ListOrder order, int size, int offset) {

        Reading in(ListOrder other) {
            return new Reading(other, size, offset);
        }

        Reading atMost(int rows) {
            return new Reading(order, Math.min(size, rows), offset);
        }

        /** Starts some rows earlier and ends where it would have. */
        Reading again(int rows) {
            int earlier = Math.min(rows, offset);
            return new Reading(order, size + earlier, offset - earlier);
        }
    }

    /** Whether no link led here. */
    boolean first() {
        return start.follows() == 0;
    }

    /** The next page's options, percent-encoded: all of this call's, and where to go on. */
    String link(SkipToken next, Listing.LinkStyle style) {
        Map<String, String> all = new LinkedHashMap<>(options);
        if (style == Listing.LinkStyle.SKIP) {
            all.remove("$skiptoken");
            all.put("$skip", String.valueOf(next.offset()));
        } else {
            all.put("$skiptoken", next.text());
        }
        return all.entrySet().stream()
                .map(option -> PercentCoding.encode(option.getKey()) + "=" + PercentCoding.encode(option.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static int size(@Nullable String top, Listing listing) {
        int asked = top == null ? listing.defaultTop() : number("$top", top);
        if (asked > listing.largestTop() && listing.largerTopRefused()) {
            throw new InvalidQuery(
                    "",
                    "The query specified in the URI is not valid. The limit of '" + listing.largestTop()
                            + "' for Top query has been exceeded. The value from the incoming request is '" + asked
                            + "'.");
        }
        return Math.min(asked, listing.largestTop());
    }

    private static SkipToken start(Map<String, String> options, Listing listing) {
        String token = options.get("$skiptoken");
        String skip = options.get("$skip");
        SkipToken start = token != null ? SkipToken.parse(token) : skipped(skip, listing);
        if (start.offset() > listing.largestSkip()) {
            throw new InvalidQuery(
                    "",
                    "The query specified in the URI is not valid. The limit of '" + listing.largestSkip()
                            + "' for Skip query has been exceeded. The value from the incoming request is '"
                            + start.offset() + "'.");
        }
        return start;
    }

    /** A {@code $skip} that our own links wrote cannot be told from the client's: then both count as following. */
    private static SkipToken skipped(@Nullable String skip, Listing listing) {
        int offset = skip == null ? 0 : number("$skip", skip);
        int follows = listing.linkStyle() == Listing.LinkStyle.SKIP && offset > 0 ? 1 : 0;
        return new SkipToken(offset, follows, SkipToken.UNPINNED);
    }

    private static int number(String option, String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new InvalidQuery("Invalid value '" + text + "' for " + option + " query option found. The " + option
                    + " query option requires a non-negative integer value.");
        }
        return Integer.parseInt(text);
    }

    private static boolean flag(@Nullable String count) {
        if (count == null || count.equals("false")) {
            return false;
        }
        if (!count.equals("true")) {
            throw new InvalidQuery("Invalid value '" + count + "' for $count query option found.");
        }
        return true;
    }
}
