package org.dengbej.speech.sound;

/** A fast Fourier transform of one length, a power of two: Cooley and Tukey's, in place. */
final class Fft {

    private final int length;
    private final int[] reversed;
    private final double[] cosines;
    private final double[] sines;

    Fft(int length) {
        if (Integer.bitCount(length) != 1) {
            throw new IllegalArgumentException("a power of two is expected, found " + length);
        }
        this.length = length;
        reversed = new int[length];
        cosines = new double[length / 2];
        sines = new double[length / 2];
        int bits = Integer.numberOfTrailingZeros(length);
        for (int i = 0; i < length; i++) {
            reversed[i] = bits == 0 ? 0 : Integer.reverse(i) >>> (Integer.SIZE - bits);
        }
        for (int i = 0; i < length / 2; i++) {
            cosines[i] = Math.cos(2 * Math.PI * i / length);
            sines[i] = -Math.sin(2 * Math.PI * i / length);
        }
    }

    /** The length whose windows last nearest to a time, from half of it to twice. */
    static int lengthOf(double seconds, int rateHz) {
        return Integer.highestOneBit((int) Math.max(2, 2 * seconds * rateHz - 1));
    }

    /** A Hann window, periodic. */
    static double[] hannWindow(int length) {
        double[] window = new double[length];
        for (int i = 0; i < length; i++) {
            window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / length);
        }
        return window;
    }

    void transform(double[] real, double[] imaginary) {
        for (int i = 0; i < length; i++) {
            int j = reversed[i];
            if (j > i) {
                swap(real, i, j);
                swap(imaginary, i, j);
            }
        }
        for (int half = 1; half < length; half *= 2) {
            int stride = length / (2 * half);
            for (int begin = 0; begin < length; begin += 2 * half) {
                for (int i = 0; i < half; i++) {
                    butterfly(real, imaginary, begin + i, begin + i + half, i * stride);
                }
            }
        }
    }

    private void butterfly(double[] real, double[] imaginary, int upper, int lower, int twiddle) {
        double cosine = cosines[twiddle];
        double sine = sines[twiddle];
        double re = real[lower] * cosine - imaginary[lower] * sine;
        double im = real[lower] * sine + imaginary[lower] * cosine;
        real[lower] = real[upper] - re;
        imaginary[lower] = imaginary[upper] - im;
        real[upper] += re;
        imaginary[upper] += im;
    }

    private static void swap(double[] values, int i, int j) {
        double value = values[i];
        values[i] = values[j];
        values[j] = value;
    }
}
