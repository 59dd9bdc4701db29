package io.defenderrelay.tenant;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One Microsoft tenant that the relay serves.
 *
 * @param version of its item; another one means that somebody changed it
 */
public record Tenant(String alias, State state, long version, TenantSettings settings) {
    private static final Pattern ALIAS = Pattern.compile("[a-z0-9-]{2,40}");

    /** Whether the relay works for it. */
    public enum State {
        /** Its connection has not been tested yet: it is left alone. */
        PENDING("pending"),
        ACTIVE("active");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public static Optional<State> parse(String word) {
            return Arrays.stream(values())
                    .filter(state -> state.word.equals(word))
                    .findFirst();
        }
    }

    public boolean active() {
        return state == State.ACTIVE;
    }

    /** Two to forty of {@code a-z}, {@code 0-9} and {@code -}. */
    public static boolean isAlias(String text) {
        return ALIAS.matcher(text).matches();
    }
}
