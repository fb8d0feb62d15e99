package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.weights.Weights;

/** Two convolutions over text positions. */
final class FeedForward {

    private final Conv1d conv1;
    private final Conv1d conv2;
    private final Activation activation;
    private final Dropout dropout;
    private final Shape padding;

    FeedForward(Weights weights, VitsConfig config) {
        long kernel = config.ffnKernelSize();
        conv1 = Conv1d.of(weights.at("conv_1"), config.hiddenSize(), config.ffnDim(), kernel, 1);
        conv2 = Conv1d.of(weights.at("conv_2"), config.ffnDim(), config.hiddenSize(), kernel, 1);
        activation = Activation.named(config.hiddenAct());
        dropout = new Dropout(weights, "activation", config.activationDropout());
        padding = new Shape((kernel - 1) / 2, kernel / 2);
    }

    /**
     * x [B, T, H] to [B, T, H].
     *
     * @param mask [B, 1, T]
     */
    NDArray forward(NDArray x, NDArray mask) {
        return Scope.of(() -> {
            NDArray inner = dropout.apply(
                    activation.apply(conv1.valid(padded(x.swapAxes(1, 2).mul(mask)))));
            return conv2.valid(padded(inner.mul(mask))).mul(mask).swapAxes(1, 2);
        });
    }

    private NDArray padded(NDArray x) {
        return x.pad(padding, 0);
    }
}
