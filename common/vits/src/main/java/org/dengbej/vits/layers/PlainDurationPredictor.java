package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.weights.Weights;

/** Two convolutions: the same text always gets the same durations. */
final class PlainDurationPredictor implements DurationPredictor {

    private final Conv1d conv1;
    private final LayerNorm norm1;
    private final Conv1d conv2;
    private final LayerNorm norm2;
    private final Dropout dropout1;
    private final Dropout dropout2;
    private final Conv1d proj;
    private final Conv1d cond;

    PlainDurationPredictor(Weights weights, VitsConfig config) {
        long hidden = config.hiddenSize();
        long filters = config.durationPredictorFilterChannels();
        int kernel = config.durationPredictorKernelSize();
        conv1 = Conv1d.of(weights.at("conv_1"), hidden, filters, kernel, 1);
        norm1 = new LayerNorm(weights.at("norm_1"), filters, config.layerNormEps());
        conv2 = Conv1d.of(weights.at("conv_2"), filters, filters, kernel, 1);
        norm2 = new LayerNorm(weights.at("norm_2"), filters, config.layerNormEps());
        dropout1 = new Dropout(weights.at("norm_1"), "output", config.durationPredictorDropout());
        dropout2 = new Dropout(weights.at("norm_2"), "output", config.durationPredictorDropout());
        proj = Conv1d.pointwise(weights.at("proj"), filters, 1);
        long speaker = config.speakerEmbeddingSize();
        cond = speaker > 0 ? Conv1d.pointwise(weights.at("cond"), speaker, hidden) : null;
    }

    @Override
    public NDArray logDurations(NDArray hidden, NDArray mask, NDArray speaker, NDArray noise) {
        return Scope.of(() -> {
            NDArray x = hidden.stopGradient();
            if (speaker != null) {
                x = x.add(cond.forward(speaker.stopGradient()));
            }
            x = dropout1.apply(norm1.channelsFirst(relu(conv1.forward(x.mul(mask)))));
            x = dropout2.apply(norm2.channelsFirst(relu(conv2.forward(x.mul(mask)))));
            return proj.forward(x.mul(mask)).mul(mask);
        });
    }

    @Override
    public NDArray loss(NDArray hidden, NDArray mask, NDArray speaker, NDArray durations, NDArray noise) {
        return Scope.of(() -> {
            NDArray target = durations.add(1e-6).log().mul(mask);
            return logDurations(hidden, mask, speaker, noise)
                    .sub(target)
                    .square()
                    .sum(new int[] {1, 2});
        });
    }

    private static NDArray relu(NDArray x) {
        return x.getNDArrayInternal().relu();
    }
}
