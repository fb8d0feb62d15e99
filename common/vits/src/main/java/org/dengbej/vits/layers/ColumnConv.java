package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Ops.ColumnConvolution;
import org.dengbej.vits.weights.Init;
import org.dengbej.vits.weights.Weights;

/** A two-dimensional convolution of width 1, along the columns: [B, in, H, W] to [B, out, about H / stride, W]. */
final class ColumnConv implements DiscriminatorConv {

    private final NDArray weight;
    private final NDArray bias;
    private final ColumnConvolution how;

    ColumnConv(Weights weights, long in, long out, long kernel, long stride) {
        Init init = Init.fanIn(in * kernel);
        weight = weights.kernel(init, out, in, kernel, 1);
        bias = weights.take("bias", init, out);
        how = new ColumnConvolution(kernel, stride, weights.precision());
    }

    @Override
    public NDArray forward(NDArray x) {
        return Ops.convColumns(x, weight, bias, how);
    }

    @Override
    public NDArray forwardLeaky(NDArray x, double slope) {
        return Ops.convColumnsLeaky(x, weight, bias, how, slope);
    }
}
