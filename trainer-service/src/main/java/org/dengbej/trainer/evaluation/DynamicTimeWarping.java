package org.dengbej.trainer.evaluation;

import java.util.Arrays;

/**
 * The cheapest way to walk through two sequences side by side, from both beginnings to both ends, one step on in either or in both
 * at a time: Sakoe and Chiba 1978 (IEEE Transactions on Acoustics, Speech, and Signal Processing 26 (1), 43-49), with steps of equal
 * weight. The cost is the sum of Euclidean distances on the way. Time O(n m), memory O(m).
 */
public final class DynamicTimeWarping {

    private DynamicTimeWarping() {}

    /**
     * A way through two sequences.
     *
     * @param cost   sum of the distances of the frames that meet
     * @param length how many pairs of frames meet
     */
    public record Path(double cost, int length) {

        /** Distance of two frames that meet. */
        public double mean() {
            return cost / length;
        }
    }

    /** Frames may meet wherever they are. */
    public static Path align(double[][] a, double[][] b) {
        return align(a, b, Math.max(a.length, b.length));
    }

    /**
     * Frames meet only within a band (Sakoe-Chiba) about the diagonal.
     *
     * @param a          [n][dimensions], at least one frame
     * @param b          [m][dimensions], at least one frame
     * @param bandFrames that i and j may be apart; where the lengths differ by more, as many as they do
     */
    public static Path align(double[][] a, double[][] b, int bandFrames) {
        if (a.length == 0 || b.length == 0 || bandFrames < 0) {
            throw new IllegalArgumentException(
                    "expected frames on both sides and a band of at least 0, found %d, %d and %d"
                            .formatted(a.length, b.length, bandFrames));
        }
        int band = Math.max(bandFrames, Math.abs(a.length - b.length));
        Row row = new Row(b.length);
        for (int i = 0; i < a.length; i++) {
            Row next = new Row(b.length);
            int end = (int) Math.min(b.length, (long) i + band + 1);
            for (int j = Math.max(0, i - band); j < end; j++) {
                next.extend(row, j, i == 0 && j == 0, distance(a[i], b[j]));
            }
            row = next;
        }
        return new Path(row.costs[b.length - 1], row.lengths[b.length - 1]);
    }

    private static double distance(double[] x, double[] y) {
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            squares += (x[i] - y[i]) * (x[i] - y[i]);
        }
        return Math.sqrt(squares);
    }

    /** The best ways from the beginning to a frame of a and each of b. */
    private static final class Row {

        private final double[] costs;
        private final int[] lengths;

        private Row(int columns) {
            costs = new double[columns];
            lengths = new int[columns];
            Arrays.fill(costs, Double.POSITIVE_INFINITY);
        }

        /** Of ways that cost the same, the one through both. */
        private void extend(Row before, int j, boolean begins, double distance) {
            double cost = begins ? 0 : before.costs[j];
            int length = begins ? 0 : before.lengths[j];
            if (j > 0 && costs[j - 1] < cost) {
                cost = costs[j - 1];
                length = lengths[j - 1];
            }
            if (j > 0 && before.costs[j - 1] <= cost) {
                cost = before.costs[j - 1];
                length = before.lengths[j - 1];
            }
            costs[j] = cost + distance;
            lengths[j] = length + 1;
        }
    }
}
