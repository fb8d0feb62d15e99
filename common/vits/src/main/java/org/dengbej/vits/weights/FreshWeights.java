package org.dengbej.vits.weights;

import java.util.List;
import java.util.SplittableRandom;
import org.dengbej.vits.Seeds;

/** Draws every tensor from the seed and its name. */
public record FreshWeights(long seed) implements WeightSource {

    @Override
    public boolean has(String name) {
        return !name.endsWith("_g") && !name.endsWith("_v");
    }

    @Override
    public float[] values(String name, Init init, long... shape) {
        SplittableRandom random = new SplittableRandom(Seeds.of(seed, name));
        float[] values = new float[Shapes.elements(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) init.draw(random);
        }
        return values;
    }

    @Override
    public List<String> problems() {
        return List.of();
    }
}
