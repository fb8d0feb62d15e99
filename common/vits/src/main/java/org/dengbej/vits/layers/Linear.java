package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Precision;
import org.dengbej.vits.weights.Init;
import org.dengbej.vits.weights.Weights;

/** [..., in] to [..., out]. */
final class Linear {

    private final NDArray weight;
    private final NDArray bias;
    private final Precision precision;

    Linear(Weights weights, long in, long out, boolean withBias, Init init) {
        weight = weights.take("weight", init, out, in);
        bias = withBias ? weights.take("bias", Init.fanIn(in), out) : weights.noBias(out);
        precision = weights.precision();
    }

    NDArray forward(NDArray x) {
        return Ops.linear(x, weight, bias, precision);
    }
}
