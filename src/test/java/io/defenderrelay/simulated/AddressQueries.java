package io.defenderrelay.simulated;

/** How the directory takes a filter on the addresses of users, of which Microsoft's pages say different things. */
public enum AddressQueries {
    /** With {@code $count} and {@code ConsistencyLevel}; with 400 without. */
    ADVANCED,
    /** Without them; with 400 with. */
    PLAIN,
    /** Always with 400. */
    REFUSED;

    boolean take(boolean advanced) {
        return switch (this) {
            case ADVANCED -> advanced;
            case PLAIN -> !advanced;
            case REFUSED -> false;
        };
    }
}
