package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.weights.Init;
import org.dengbej.vits.weights.Weights;

/** Layer normalisation over channels. */
final class LayerNorm {

    private final NDArray weight;
    private final NDArray bias;
    private final double epsilon;

    LayerNorm(Weights weights, long channels, double epsilon) {
        weight = weights.take("weight", Init.ONES, channels);
        bias = weights.take("bias", Init.ZEROS, channels);
        this.epsilon = epsilon;
    }

    /** Channels last: [B, L, C]. */
    NDArray forward(NDArray x) {
        return Ops.layerNorm(x, weight, bias, epsilon);
    }

    /** Channels first: [B, C, L]. */
    NDArray channelsFirst(NDArray x) {
        return forward(x.swapAxes(1, 2)).swapAxes(1, 2);
    }
}
