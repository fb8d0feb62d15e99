package org.dengbej.vits;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A generator for each purpose and item, seeded by both. */
record KeyedDraws(long seed, List<String> keys) implements Draws {

    KeyedDraws {
        keys = List.copyOf(keys);
    }

    @Override
    public float[] normal(Purpose purpose, int items, int channels, int positions) {
        float[] values = new float[items * channels * positions];
        for (int item = 0; item < items; item++) {
            SplittableRandom random = random(purpose, item);
            for (int position = 0; position < positions; position++) {
                for (int channel = 0; channel < channels; channel++) {
                    values[(item * channels + channel) * positions + position] = (float) random.nextGaussian();
                }
            }
        }
        return values;
    }

    @Override
    public float[] uniform(Purpose purpose, int items) {
        float[] values = new float[items];
        for (int item = 0; item < items; item++) {
            values[item] = (float) (random(purpose, item).nextInt(1 << 24) * 0x1p-24);
        }
        return values;
    }

    @Override
    public float[] dropout(String layer, double probability, int items, int... shape) {
        int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        float[] mask = new float[Math.multiplyExact(items, size)];
        for (int item = 0; item < items; item++) {
            long itemSeed = Seeds.of(seed, Purpose.DROPOUT, layer, keys.get(item));
            fill(mask, item * size, new SplittableRandom(itemSeed), probability, shape, 0);
        }
        return mask;
    }

    /** A stream for each row, split off before the next row's: so a row's numbers do not depend on the length of those before it. */
    private static int fill(
            float[] mask, int from, SplittableRandom random, double probability, int[] shape, int dimension) {
        int at = from;
        boolean row = dimension == shape.length - 1;
        for (int i = 0; i < shape[dimension]; i++) {
            if (row) {
                mask[at++] = random.nextDouble() < probability ? 0 : (float) (1 / (1 - probability));
            } else {
                at = fill(mask, at, random.split(), probability, shape, dimension + 1);
            }
        }
        return at;
    }

    private SplittableRandom random(Purpose purpose, int item) {
        return new SplittableRandom(Seeds.of(seed, purpose, keys.get(item)));
    }
}
