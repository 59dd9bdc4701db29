package io.defenderrelay.simulated;

/** In which order a list answers. The seed counts for {@link Kind#SHUFFLED} only. */
record ListOrder(Kind kind, long seed) {

    static final ListOrder NEWEST_FIRST = new ListOrder(Kind.NEWEST_FIRST, 0);

    enum Kind {
        OLDEST_FIRST,
        NEWEST_FIRST,
        CREATED_FIRST,
        CREATED_LAST,
        SHUFFLED
    }

    static ListOrder shuffled(long seed) {
        return new ListOrder(Kind.SHUFFLED, seed);
    }

    /** Reads {@code $orderby}; throws {@link InvalidQuery} for all but the two times. */
    static ListOrder parse(String text) {
        Kind kind =
                switch (text.strip().replaceAll("\\s+", " ")) {
                    case "lastUpdateDateTime", "lastUpdateDateTime asc" -> Kind.OLDEST_FIRST;
                    case "lastUpdateDateTime desc" -> Kind.NEWEST_FIRST;
                    case "createdDateTime", "createdDateTime asc" -> Kind.CREATED_FIRST;
                    case "createdDateTime desc" -> Kind.CREATED_LAST;
                    default -> throw new InvalidQuery("Invalid orderby clause: '" + text + "' is not supported.");
                };
        return new ListOrder(kind, 0);
    }
}
