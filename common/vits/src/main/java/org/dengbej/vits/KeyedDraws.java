package org.dengbej.vits;

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

    private SplittableRandom random(Purpose purpose, int item) {
        return new SplittableRandom(Seeds.of(seed, purpose, keys.get(item)));
    }
}
