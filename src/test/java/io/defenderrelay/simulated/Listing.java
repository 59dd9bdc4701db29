package io.defenderrelay.simulated;

/** How a list pages: limits that Microsoft does not publish, and forms that it leaves open. */
public final class Listing {

    /** The form of a nextLink. */
    public enum LinkStyle {
        /** An opaque token that is an offset into the query, evaluated anew: rows shift when records change. */
        TOKEN,
        /** {@code $skip=N}, with the same shifting. */
        SKIP,
        /** An opaque token that pins the list as it was at the first page. */
        SNAPSHOT
    }

    private final int usualTop;
    private volatile int largestTop;
    private volatile boolean largerTopRefused;
    private volatile int largestSkip = Integer.MAX_VALUE;
    private volatile int defaultTop;
    private volatile LinkStyle linkStyle = LinkStyle.TOKEN;
    private volatile boolean orderByRefused;
    private volatile boolean linkLast;

    private Listing(int usualTop) {
        this.usualTop = usualTop;
        reset();
    }

    /** Alerts: pages of at most 1000, a larger one is clamped. */
    static Listing ofAlerts() {
        return new Listing(1000);
    }

    /** Incidents: pages of at most 50, a larger one is refused. */
    static Listing ofIncidents() {
        return new Listing(50);
    }

    /** The most rows of a page; a larger {@code $top} is clamped or refused. Default 1000. */
    public Listing largestTop(int rows) {
        this.largestTop = rows;
        return this;
    }

    /** Whether a {@code $top} over the limit is a 400, as on incidents, and not clamped. Default no. */
    public Listing refuseLargerTop(boolean refuse) {
        this.largerTopRefused = refuse;
        return this;
    }

    /** The largest offset, of {@code $skip} and of nextLinks alike, beyond which a 400 comes. Default unlimited. */
    public Listing largestSkip(int rows) {
        this.largestSkip = rows;
        return this;
    }

    /** The page size without {@code $top}. Default 100. */
    public Listing defaultTop(int rows) {
        this.defaultTop = rows;
        return this;
    }

    /** Default {@link LinkStyle#TOKEN}. */
    public Listing linkStyle(LinkStyle style) {
        this.linkStyle = style;
        return this;
    }

    /** Whether {@code $orderby}, which Microsoft does not document, is a 400. Default no. */
    public Listing refuseOrderBy(boolean refuse) {
        this.orderByRefused = refuse;
        return this;
    }

    /** Whether the nextLink stands after {@code value} in the body instead of before it. Default no. */
    public Listing linkLast(boolean last) {
        this.linkLast = last;
        return this;
    }

    void reset() {
        largestTop(usualTop).refuseLargerTop(usualTop == 50).largestSkip(Integer.MAX_VALUE);
        defaultTop(Math.min(usualTop, 100));
        linkStyle(LinkStyle.TOKEN).refuseOrderBy(false).linkLast(false);
    }

    int largestTop() {
        return largestTop;
    }

    boolean largerTopRefused() {
        return largerTopRefused;
    }

    int largestSkip() {
        return largestSkip;
    }

    int defaultTop() {
        return defaultTop;
    }

    LinkStyle linkStyle() {
        return linkStyle;
    }

    boolean orderByRefused() {
        return orderByRefused;
    }

    boolean linkLast() {
        return linkLast;
    }
}
