package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.weights.Weights;

/** The duration predictor: frames per token. No gradient flows from here into the text encoder. */
public interface DurationPredictor {

    /** The kind that the configuration asks for. */
    static DurationPredictor of(Weights weights, VitsConfig config) {
        return config.useStochasticDurationPrediction()
                ? new StochasticDurationPredictor(weights, config)
                : new PlainDurationPredictor(weights, config);
    }

    /**
     * Natural logarithms of durations in frames, [B, 1, T].
     *
     * @param hidden  of the text encoder, [B, H, T]
     * @param mask    [B, 1, T]
     * @param speaker [B, S, 1] or null
     * @param noise   scaled normal numbers [B, 2, T], of which the plain predictor makes no use
     */
    NDArray logDurations(NDArray hidden, NDArray mask, NDArray speaker, NDArray noise);

    /**
     * How badly durations are predicted, summed over tokens, [B]: an upper bound of the negative log-likelihood, or squared
     * differences of logarithms.
     *
     * @param hidden    of the text encoder, [B, H, T]
     * @param mask      [B, 1, T]
     * @param speaker   [B, S, 1] or null
     * @param durations in frames, [B, 1, T]
     * @param noise     normal numbers [B, 2, T], of which the plain predictor makes no use
     */
    NDArray loss(NDArray hidden, NDArray mask, NDArray speaker, NDArray durations, NDArray noise);
}
