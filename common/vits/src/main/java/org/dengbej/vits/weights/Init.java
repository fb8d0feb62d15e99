package org.dengbej.vits.weights;

import java.util.SplittableRandom;

/** The initial value of a parameter of a fresh voice. */
@FunctionalInterface
public interface Init {

    Init ZEROS = random -> 0;
    Init ONES = random -> 1;

    /** One value. */
    double draw(SplittableRandom random);

    static Init normal(double standardDeviation) {
        return random -> standardDeviation * random.nextGaussian();
    }

    /** Uniform in [-bound, bound]. */
    static Init uniform(double bound) {
        return random -> bound * (2 * random.nextDouble() - 1);
    }

    /** PyTorch's default for convolutions, weight and bias alike: uniform within 1 / sqrt(inputs of one output). */
    static Init fanIn(long inputs) {
        return uniform(1 / Math.sqrt(inputs));
    }

    /** Glorot and Bengio (2010): uniform within sqrt(6 / (inputs + outputs)). */
    static Init xavier(long inputs, long outputs) {
        return uniform(Math.sqrt(6.0 / (inputs + outputs)));
    }
}
