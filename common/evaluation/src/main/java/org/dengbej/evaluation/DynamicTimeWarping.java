package org.dengbej.evaluation;

import java.util.Arrays;

/**
 * The cheapest way to walk through two sequences side by side, from both beginnings to both ends, one step on in either or in both
 * at a time: Sakoe and Chiba 1978 (IEEE Transactions on Acoustics, Speech, and Signal Processing 26 (1), 43-49), with steps of equal
 * weight. The cost is the sum of Euclidean distances on the way. Time O(n m), memory a byte for each pair of frames.
 */
public final class DynamicTimeWarping {

    private static final byte BOTH = 0;
    private static final byte FIRST = 1;
    private static final byte SECOND = 2;

    private DynamicTimeWarping() {}

    /**
     * A way through two sequences.
     *
     * @param cost   sum of the distances of the frames that meet
     * @param first  frames of the first sequence, one for each pair that meets, in their order
     * @param second those of the second, as many
     */
    public record Path(double cost, int[] first, int[] second) {

        /** Pairs of frames that meet. */
        public int length() {
            return first.length;
        }

        /** Distance of two frames that meet. */
        public double mean() {
            return cost / length();
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
        byte[][] steps = new byte[a.length][b.length];
        double[] costs = new double[b.length];
        for (int i = 0; i < a.length; i++) {
            double[] next = new double[b.length];
            Arrays.fill(next, Double.POSITIVE_INFINITY);
            int end = (int) Math.min(b.length, (long) i + band + 1);
            for (int j = Math.max(0, i - band); j < end; j++) {
                double before = i == 0 && j == 0 ? 0 : cheapest(costs, next, i, j, steps);
                next[j] = before + distance(a[i], b[j]);
            }
            costs = next;
        }
        return trace(costs[b.length - 1], steps);
    }

    /** Of ways that cost the same, the one through both. */
    private static double cheapest(double[] above, double[] row, int i, int j, byte[][] steps) {
        double cost = i > 0 ? above[j] : Double.POSITIVE_INFINITY;
        byte step = FIRST;
        if (j > 0 && row[j - 1] < cost) {
            cost = row[j - 1];
            step = SECOND;
        }
        if (i > 0 && j > 0 && above[j - 1] <= cost) {
            cost = above[j - 1];
            step = BOTH;
        }
        steps[i][j] = step;
        return cost;
    }

    private static Path trace(double cost, byte[][] steps) {
        int i = steps.length - 1;
        int j = steps[0].length - 1;
        int[] first = new int[i + j + 1];
        int[] second = new int[first.length];
        int at = first.length;
        do {
            at--;
            first[at] = i;
            second[at] = j;
            byte step = steps[i][j];
            i -= step == SECOND ? 0 : 1;
            j -= step == FIRST ? 0 : 1;
        } while (i >= 0 && j >= 0);
        return new Path(
                cost, Arrays.copyOfRange(first, at, first.length), Arrays.copyOfRange(second, at, second.length));
    }

    private static double distance(double[] x, double[] y) {
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            squares += (x[i] - y[i]) * (x[i] - y[i]);
        }
        return Math.sqrt(squares);
    }
}
