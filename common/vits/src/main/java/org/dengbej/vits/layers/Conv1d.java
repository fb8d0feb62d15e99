package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.weights.Init;
import org.dengbej.vits.weights.Weights;

/** One-dimensional convolution of stride 1: [B, in, L] to [B, out, L], zeros at both ends. */
final class Conv1d {

    private final Supplier<NDArray> weight;
    private final NDArray bias;
    private final long padding;
    private final long dilation;
    private final int groups;

    private Conv1d(Supplier<NDArray> weight, NDArray bias, long kernel, long dilation, int groups) {
        this.weight = weight;
        this.bias = bias;
        this.padding = (kernel - 1) * dilation / 2;
        this.dilation = dilation;
        this.groups = groups;
    }

    static Conv1d of(Weights weights, long in, long out, long kernel, long dilation) {
        return of(weights, in, out, kernel, dilation, Init.fanIn(in * kernel));
    }

    static Conv1d pointwise(Weights weights, long in, long out) {
        return of(weights, in, out, 1, 1);
    }

    /** Begins as the map to 0, as the last layer of a flow must to begin as the identity. */
    static Conv1d zeroed(Weights weights, long in, long out) {
        return of(weights, in, out, 1, 1, Init.ZEROS);
    }

    /** A kernel for each channel. */
    static Conv1d depthwise(Weights weights, int channels, long kernel, long dilation) {
        Init init = Init.fanIn(kernel);
        return new Conv1d(
                weights.weight(init, channels, 1, kernel),
                weights.take("bias", init, channels),
                kernel,
                dilation,
                channels);
    }

    static Conv1d withoutBias(Weights weights, long in, long out, long kernel) {
        return new Conv1d(weights.weight(Init.fanIn(in * kernel), out, in, kernel), null, kernel, 1, 1);
    }

    /** With weight norm. */
    static Conv1d normed(Weights weights, long in, long out, long kernel, long dilation) {
        Init init = Init.fanIn(in * kernel);
        return new Conv1d(
                weights.normedWeight(init, out, in, kernel), weights.take("bias", init, out), kernel, dilation, 1);
    }

    private static Conv1d of(Weights weights, long in, long out, long kernel, long dilation, Init init) {
        return new Conv1d(weights.weight(init, out, in, kernel), weights.take("bias", init, out), kernel, dilation, 1);
    }

    /** An even kernel reads (K - 1) / 2 positions to the left and K / 2 to the right when its padding is made by hand. */
    NDArray valid(NDArray padded) {
        return Ops.conv1d(padded, weight.get(), bias, 0, dilation, groups);
    }

    NDArray forward(NDArray x) {
        return Ops.conv1d(x, weight.get(), bias, padding, dilation, groups);
    }
}
