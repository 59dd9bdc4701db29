package io.defenderrelay.local;

import java.util.Locale;

/**
 * One drain that the benchmark measures.
 *
 * @param meanBytes mean size of an alert; 0 for what the generator makes, about 5,700
 * @param pageSize the most alerts the simulated tenant puts on a page
 * @param oneIncident whether all alerts are of one incident, which is then synced and whose alerts are then listed
 */
record BenchCase(int alerts, int meanBytes, int pageSize, boolean oneIncident) {
    static final int USUAL_PAGE = 500;
    static final String INCIDENT = "4711";

    /** A drain of alerts alone. */
    BenchCase(int alerts, int meanBytes, int pageSize) {
        this(alerts, meanBytes, pageSize, false);
    }

    static BenchCase of(String alerts, String meanBytes, String pageSize, String oneIncident) {
        return new BenchCase(
                Integer.parseInt(alerts),
                Integer.parseInt(meanBytes),
                Integer.parseInt(pageSize),
                Boolean.parseBoolean(oneIncident));
    }

    String title() {
        String size = meanBytes == 0 ? "5.7" : Integer.toString(meanBytes / 1000);
        String whose = oneIncident ? ", all of one incident" : "";
        return String.format(Locale.ROOT, "%,d alerts of %s KB, pages of %d%s", alerts, size, pageSize, whose);
    }

    /** Fit for a file's name. */
    String name() {
        return alerts + "-" + (meanBytes == 0 ? 5700 : meanBytes) + "-" + pageSize + (oneIncident ? "-incident" : "");
    }
}
