package io.defenderrelay.local;

import java.util.Locale;

/**
 * One drain that the benchmark measures.
 *
 * @param meanBytes mean size of an alert; 0 for what the generator makes, about 5,700
 * @param pageSize the most alerts the simulated tenant puts on a page
 */
record BenchCase(int alerts, int meanBytes, int pageSize) {
    static final int USUAL_PAGE = 500;

    String title() {
        String size = meanBytes == 0 ? "5.7" : Integer.toString(meanBytes / 1000);
        return String.format(Locale.ROOT, "%,d alerts of %s KB, pages of %d", alerts, size, pageSize);
    }

    /** Fit for a file's name. */
    String name() {
        return alerts + "-" + (meanBytes == 0 ? 5700 : meanBytes) + "-" + pageSize;
    }
}
