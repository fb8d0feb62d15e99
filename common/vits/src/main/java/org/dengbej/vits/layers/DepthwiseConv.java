package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.weights.Init;
import org.dengbej.vits.weights.Weights;

/** A kernel for each channel: [B, C, L] to [B, C, L]. */
final class DepthwiseConv {

    private final NDArray weight;
    private final NDArray bias;
    private final long dilation;

    DepthwiseConv(Weights weights, int channels, long kernel, long dilation) {
        Init init = Init.fanIn(kernel);
        weight = weights.kernel(init, channels, 1, kernel);
        bias = weights.take("bias", init, channels);
        this.dilation = dilation;
    }

    NDArray forward(NDArray x) {
        return Ops.depthwise(x, weight, bias, dilation);
    }
}
