package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Ops.Convolution;
import org.dengbej.vits.weights.Init;
import org.dengbej.vits.weights.Weights;

/** A convolution along the waveform: [B, in, L] to [B, out, about L / stride]. */
final class StridedConv implements DiscriminatorConv {

    private final NDArray weight;
    private final NDArray bias;
    private final Convolution how;

    StridedConv(Weights weights, long in, long out, long kernel, long stride, long groups) {
        Init init = Init.fanIn(in / groups * kernel);
        weight = weights.kernel(init, out, in / groups, kernel);
        bias = weights.take("bias", init, out);
        how = new Convolution(stride, (kernel - 1) / 2, 1, groups, weights.precision());
    }

    @Override
    public NDArray forward(NDArray x) {
        return Ops.conv1d(x, weight, bias, how);
    }

    @Override
    public NDArray forwardLeaky(NDArray x, double slope) {
        return Ops.conv1dLeaky(x, weight, bias, how, slope);
    }
}
