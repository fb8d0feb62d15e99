package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import org.dengbej.vits.weights.Init;
import org.dengbej.vits.weights.Weights;

/** [..., in] to [..., out]. */
final class Linear {

    private final NDArray weight;
    private final NDArray bias;

    Linear(Weights weights, long in, long out, boolean withBias, Init init) {
        weight = weights.take("weight", init, out, in);
        bias = withBias ? weights.take("bias", Init.fanIn(in), out) : null;
    }

    NDArray forward(NDArray x) {
        return x.getNDArrayInternal().linear(x, weight, bias).singletonOrThrow();
    }
}
