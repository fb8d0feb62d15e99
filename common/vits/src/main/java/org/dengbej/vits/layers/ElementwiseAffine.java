package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.weights.Init;
import org.dengbej.vits.weights.Weights;

/** Scale and shift of each channel. */
final class ElementwiseAffine implements DurationFlow {

    private final NDArray translate;
    private final NDArray logScale;

    ElementwiseAffine(Weights weights, long channels) {
        translate = weights.take("translate", Init.ZEROS, channels, 1);
        logScale = weights.take("log_scale", Init.ZEROS, channels, 1);
    }

    @Override
    public NDArray inverse(NDArray z, NDArray mask, NDArray condition) {
        return Scope.of(() -> z.sub(translate).mul(logScale.neg().exp()).mul(mask));
    }
}
