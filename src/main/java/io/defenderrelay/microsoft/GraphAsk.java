package io.defenderrelay.microsoft;

/**
 * What is asked of Graph or of another service, for the words of its refusal.
 *
 * @param tried a verb and its object, such as {@code list alerts}
 * @param permission the application permission that it needs
 * @param alias of the tenant
 * @param about what the address names, which decides what a 4xx means
 * @param service that is asked
 */
record GraphAsk(String tried, String permission, String alias, About about, Service service) {
    GraphAsk(String tried, String permission, String alias, About about) {
        this(tried, permission, alias, about, Service.GRAPH);
    }

    /** What an address names. */
    enum About {
        COLLECTION,
        /** A further page of a collection, by Microsoft's own link. */
        LINK,
        RECORD,
        /** A record that is to change: only what surely was not done may be asked for again. */
        CHANGE
    }

    String refusal(int status) {
        return service.who() + " refused to " + tried + " for tenant '" + alias + "' (" + status + ")";
    }

    String failure(int status) {
        return service.who() + " failed to " + tried + " for tenant '" + alias + "' (" + status + ")";
    }
}
