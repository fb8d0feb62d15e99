package org.dengbej.vits.conformance;

import java.util.Map;
import org.dengbej.vits.Draws;

/** The draws that the reference was made with. */
record RecordedDraws(Map<Draws.Purpose, float[]> recorded) implements Draws {

    static RecordedDraws of(GoldenFolder golden) {
        return new RecordedDraws(Map.of(
                Purpose.DURATION, golden.floats("infer_noise_duration"),
                Purpose.PRIOR, golden.floats("infer_noise_prior"),
                Purpose.POSTERIOR, golden.floats("train_noise_posterior"),
                Purpose.DURATION_POSTERIOR, golden.floats("train_noise_sdp"),
                Purpose.SEGMENT, golden.floats("train_rand_slice")));
    }

    @Override
    public float[] normal(Purpose purpose, int items, int channels, int positions) {
        return numbers(purpose, items * channels * positions);
    }

    @Override
    public float[] uniform(Purpose purpose, int items) {
        return numbers(purpose, items);
    }

    @Override
    public float[] dropout(String layer, double probability, int items, int... shape) {
        throw new UnsupportedOperationException("the reference was made without dropout");
    }

    private float[] numbers(Purpose purpose, int count) {
        float[] numbers = recorded.get(purpose);
        if (numbers.length != count) {
            throw new IllegalArgumentException("the reference drew %d numbers for %s, this model asks for %d"
                    .formatted(numbers.length, purpose, count));
        }
        return numbers.clone();
    }
}
