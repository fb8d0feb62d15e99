package org.dengbej.evaluation.pitch;

import java.util.Arrays;

/**
 * Fundamental frequency (F0) over time.
 *
 * @param hertz of each frame; NaN where it is unvoiced
 */
public record F0Track(double[] hertz) {

    private static final double PERCENT = 100;

    public int frames() {
        return hertz.length;
    }

    public boolean voiced(int frame) {
        return !Double.isNaN(hertz[frame]);
    }

    /** Frames that have a pitch. */
    public int voicedFrames() {
        return voicedHertz().length;
    }

    /**
     * A percentile of the voiced frames' F0, linear between neighbours ({@code numpy.percentile}); NaN where none is voiced.
     *
     * @param percent 0 to 100; 50: the median
     */
    public double percentile(double percent) {
        double[] sorted = voicedHertz();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        Arrays.sort(sorted);
        double rank = percent / PERCENT * (sorted.length - 1);
        int low = (int) rank;
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (sorted[high] - sorted[low]) * (rank - low);
    }

    private double[] voicedHertz() {
        return Arrays.stream(hertz).filter(f0 -> !Double.isNaN(f0)).toArray();
    }
}
