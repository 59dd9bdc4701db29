package io.defenderrelay.simulated;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The inside of an opaque {@code $skiptoken}: where the page starts, how many links led there, which pinned list. */
record SkipToken(int offset, int follows, int snapshot) {

    static final int UNPINNED = 0;

    private static final Pattern FORM = Pattern.compile("o(\\d{1,9}):f(\\d{1,9}):s(\\d{1,9})");

    String text() {
        String inside = "o" + offset + ":f" + follows + ":s" + snapshot;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(inside.getBytes(StandardCharsets.US_ASCII));
    }

    static SkipToken parse(String text) {
        try {
            Matcher matcher = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
            if (matcher.matches()) {
                return new SkipToken(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)));
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    static InvalidQuery invalid() {
        return new InvalidQuery("", "Invalid Skip Token");
    }
}
