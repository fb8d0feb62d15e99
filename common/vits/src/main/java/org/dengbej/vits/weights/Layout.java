package org.dengbej.vits.weights;

/** The memory layout of a parameter, against its layout in the file. */
enum Layout {
    /** As in the file. */
    PUBLISHED {
        @Override
        long[] shape(long[] published) {
            return published;
        }

        @Override
        float[] fromPublished(float[] values, long[] published) {
            return values;
        }

        @Override
        float[] toPublished(float[] values, long[] published) {
            return values;
        }
    },
    /**
     * A tap's channels lie together, as convolutions read them: a kernel [D, C, K] of the file is [D, K, C] here, one along columns,
     * [D, C, K, 1], is the matrix [D, K C].
     */
    TAPS_FIRST {
        @Override
        long[] shape(long[] published) {
            return published.length == 3
                    ? new long[] {published[0], published[2], published[1]}
                    : new long[] {published[0], published[2] * published[1]};
        }

        @Override
        float[] fromPublished(float[] values, long[] published) {
            return swapped(values, (int) published[1], (int) published[2]);
        }

        @Override
        float[] toPublished(float[] values, long[] published) {
            return swapped(values, (int) published[2], (int) published[1]);
        }
    };

    abstract long[] shape(long[] published);

    abstract float[] fromPublished(float[] values, long[] published);

    abstract float[] toPublished(float[] values, long[] published);

    /** Each of the matrices [rows, columns] that lie one after the other becomes [columns, rows]. */
    private static float[] swapped(float[] values, int rows, int columns) {
        float[] swapped = new float[values.length];
        int matrix = rows * columns;
        for (int at = 0; at < values.length; at += matrix) {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    swapped[at + column * rows + row] = values[at + row * columns + column];
                }
            }
        }
        return swapped;
    }
}
