package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Ops.Convolution;
import org.dengbej.vits.weights.Init;
import org.dengbej.vits.weights.Weights;

/** One-dimensional convolution of stride 1: [B, in, L] to [B, out, L], zeros at both ends. */
final class Conv1d {

    private final Ops.Kernel kernel;
    private final Ops.Convolution withoutPadding;

    private Conv1d(NDArray weight, NDArray bias, Convolution how) {
        kernel = new Ops.Kernel(weight, bias, how);
        withoutPadding = new Convolution(how.stride(), 0, how.dilation(), how.groups(), how.precision());
    }

    private static Convolution how(Weights weights, long kernel, long dilation) {
        return new Convolution(1, (kernel - 1) * dilation / 2, dilation, 1, weights.precision());
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

    static Conv1d withoutBias(Weights weights, long in, long out, long kernel) {
        return new Conv1d(
                weights.kernel(Init.fanIn(in * kernel), out, in, kernel), weights.noBias(out), how(weights, kernel, 1));
    }

    /** With weight norm. */
    static Conv1d normed(Weights weights, long in, long out, long kernel, long dilation) {
        Init init = Init.fanIn(in * kernel);
        return new Conv1d(
                weights.normedKernel(init, out, in, kernel),
                weights.take("bias", init, out),
                how(weights, kernel, dilation));
    }

    private static Conv1d of(Weights weights, long in, long out, long kernel, long dilation, Init init) {
        return new Conv1d(
                weights.kernel(init, out, in, kernel), weights.take("bias", init, out), how(weights, kernel, dilation));
    }

    Ops.Kernel kernel() {
        return kernel;
    }

    /** An even kernel reads (K - 1) / 2 positions to the left and K / 2 to the right when its padding is made by hand. */
    NDArray valid(NDArray padded) {
        return Ops.conv1d(padded, kernel.weight(), kernel.bias(), withoutPadding);
    }

    NDArray forward(NDArray x) {
        return Ops.conv1d(x, kernel.weight(), kernel.bias(), kernel.how());
    }
}
