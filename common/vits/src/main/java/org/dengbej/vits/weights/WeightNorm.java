package org.dengbej.vits.weights;

import java.util.Arrays;

/** Weight norm in Java: {@code w = g * v / |v|}, the norm over all dimensions but the first, without an epsilon. */
final class WeightNorm {

    private WeightNorm() {}

    /** Shape of g: that of v with all dimensions but the first of size 1. */
    static long[] gainShape(long[] shape) {
        long[] gain = new long[shape.length];
        Arrays.fill(gain, 1);
        gain[0] = shape[0];
        return gain;
    }

    /** The norm of each of the {@code rows} slices of v. */
    static float[] norms(float[] v, long rows) {
        int width = (int) (v.length / rows);
        float[] norms = new float[(int) rows];
        for (int row = 0; row < norms.length; row++) {
            double squares = 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                squares += (double) v[i] * v[i];
            }
            norms[row] = (float) Math.sqrt(squares);
        }
        return norms;
    }

    static float[] fuse(float[] g, float[] v) {
        int width = v.length / g.length;
        float[] norms = norms(v, g.length);
        float[] w = new float[v.length];
        for (int i = 0; i < w.length; i++) {
            w[i] = v[i] * (g[i / width] / norms[i / width]);
        }
        return w;
    }
}
