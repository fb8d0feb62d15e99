package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.weights.Init;
import org.dengbej.vits.weights.Weights;

/** A convolution of a discriminator: [B, in, L] to [B, out, about L / stride]. */
final class StridedConv {

    private final Supplier<NDArray> weight;
    private final NDArray bias;
    private final long stride;
    private final long padding;
    private final int groups;

    private StridedConv(Supplier<NDArray> weight, NDArray bias, long kernel, long stride, int groups) {
        this.weight = weight;
        this.bias = bias;
        this.stride = stride;
        this.padding = (kernel - 1) / 2;
        this.groups = groups;
    }

    static StridedConv of(Weights weights, long in, long out, long kernel, long stride, int groups) {
        Init init = Init.fanIn(in / groups * kernel);
        return new StridedConv(
                weights.weight(init, out, in / groups, kernel),
                weights.take("bias", init, out),
                kernel,
                stride,
                groups);
    }

    /** In files a period discriminator's kernels are two-dimensional and of width 1. */
    static StridedConv ofColumn(Weights weights, long in, long out, long kernel, long stride) {
        Init init = Init.fanIn(in * kernel);
        Supplier<NDArray> flat = weights.weight(init, out, in, kernel, 1);
        return new StridedConv(() -> flat.get().squeeze(3), weights.take("bias", init, out), kernel, stride, 1);
    }

    NDArray forward(NDArray x) {
        return Ops.stridedConv1d(x, weight.get(), bias, stride, padding, groups);
    }
}
