package org.dengbej.prep.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A histogram of a measure, of kept and of rejected clips. Its memory is bounded by the range of the measure, not by the clips. */
final class Histogram {

    private static final int MAX_BARS = 48;

    /**
     * A bar.
     *
     * @param from     lower bound of the measure
     * @param to       upper bound
     * @param kept     clips
     * @param rejected clips
     */
    record Bin(double from, double to, int kept, int rejected) {

        int clips() {
            return kept + rejected;
        }
    }

    /** The clips of a bin. */
    record Clips(int kept, int rejected) {

        private static Clips one(boolean kept) {
            return kept ? new Clips(1, 0) : new Clips(0, 1);
        }

        private Clips plus(Clips other) {
            return new Clips(kept + other.kept, rejected + other.rejected);
        }
    }

    private final double binWidth;
    private final SortedMap<Integer, Clips> bins = new TreeMap<>();

    /** {@code binWidth}: of the finest bin; a wide range is drawn with a multiple of it. */
    Histogram(double binWidth) {
        this.binWidth = binWidth;
    }

    void add(double value, boolean kept) {
        if (Double.isFinite(value)) {
            bins.merge((int) Math.floor(value / binWidth), Clips.one(kept), Clips::plus);
        }
    }

    /** Adds the clips of another one of the same width. */
    void add(Map<Integer, Clips> counts) {
        counts.forEach((bin, clips) -> bins.merge(bin, clips, Clips::plus));
    }

    /** The clips of each bin, which begins at its number times the width; bins without clips left out. */
    Map<Integer, Clips> counts() {
        return Collections.unmodifiableSortedMap(bins);
    }

    boolean isEmpty() {
        return bins.isEmpty();
    }

    /** From the least to the greatest value, without gaps, {@value #MAX_BARS} bins at most. */
    List<Bin> bins() {
        if (bins.isEmpty()) {
            return List.of();
        }
        int first = bins.firstKey();
        int last = bins.lastKey();
        int merged = roundUp((last - first) / MAX_BARS + 1);
        List<Bin> drawn = new ArrayList<>();
        for (int bin = Math.floorDiv(first, merged); bin <= Math.floorDiv(last, merged); bin++) {
            Clips clips = bins.subMap(bin * merged, (bin + 1) * merged).values().stream()
                    .reduce(new Clips(0, 0), Clips::plus);
            drawn.add(new Bin(bin * merged * binWidth, (bin + 1) * merged * binWidth, clips.kept, clips.rejected));
        }
        return drawn;
    }

    /** To 1, 2 or 5 times a power of ten, so that bounds are round numbers. */
    private static int roundUp(int factor) {
        for (int power = 1; ; power *= 10) {
            for (int step : new int[] {1, 2, 5}) {
                if (step * power >= factor) {
                    return step * power;
                }
            }
        }
    }
}
