package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
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
    public Image forward(NDArray z, NDArray mask, NDArray condition) {
        NDList image = Scope.list(() -> new NDList(
                z.mul(logScale.exp()).add(translate).mul(mask),
                logScale.mul(mask).sum(new int[] {1, 2})));
        return new Image(image.get(0), image.get(1));
    }

    @Override
    public NDArray inverse(NDArray z, NDArray mask, NDArray condition) {
        return Scope.of(() -> z.sub(translate).mul(logScale.neg().exp()).mul(mask));
    }
}
