package org.dengbej.vits;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The rows of a speaker embedding that grows. */
final class SpeakerRows {

    private SpeakerRows() {}

    /** {@code rows}: those that are there, row-major, {@code size} numbers each; they stay as they are. */
    static float[] grown(float[] rows, int size, Speakers all, long seed) {
        float[] grown = Arrays.copyOf(rows, Math.multiplyExact(all.count(), size));
        int known = rows.length / size;
        float[] mean = mean(rows, size);
        for (int id = known; id < all.count(); id++) {
            float[] row = known > 0 ? mean : drawn(size, Seeds.of(seed, "speaker", all.name(id)));
            System.arraycopy(row, 0, grown, id * size, size);
        }
        return grown;
    }

    private static float[] mean(float[] rows, int size) {
        double[] sums = new double[size];
        for (int i = 0; i < rows.length; i++) {
            sums[i % size] += rows[i];
        }
        float[] mean = new float[size];
        for (int i = 0; i < size; i++) {
            mean[i] = (float) (sums[i] * size / rows.length);
        }
        return mean;
    }

    /** Standard normal, as PyTorch begins an embedding. */
    private static float[] drawn(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] row = new float[size];
        for (int i = 0; i < size; i++) {
            row[i] = (float) random.nextGaussian();
        }
        return row;
    }
}
