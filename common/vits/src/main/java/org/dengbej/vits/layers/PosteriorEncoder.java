package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.weights.Weights;

/** Recorded speech to latents; part of every voice, used in training alone. */
public final class PosteriorEncoder {

    /**
     * What the encoder says of speech.
     *
     * @param means   [B, C, F]
     * @param logStds natural logarithms of standard deviations, [B, C, F]
     */
    public record Encoding(NDArray means, NDArray logStds) {}

    private final long channels;

    private final Conv1d convPre;
    private final WaveNet wavenet;
    private final Conv1d convProj;

    public PosteriorEncoder(Weights weights, VitsConfig config) {
        channels = config.flowSize();
        convPre = Conv1d.pointwise(weights.at("conv_pre"), config.spectrogramBins(), config.hiddenSize());
        wavenet = new WaveNet(weights.at("wavenet"), config, config.posteriorEncoderNumWavenetLayers());
        convProj = Conv1d.pointwise(weights.at("conv_proj"), config.hiddenSize(), 2L * config.flowSize());
    }

    /** spectrum [B, bins, F], mask [B, 1, F], speaker [B, S, 1] or null. */
    public Encoding forward(NDArray spectrum, NDArray mask, NDArray speaker) {
        NDList encoding = Scope.list(() -> {
            NDArray hidden = wavenet.forward(convPre.forward(spectrum).mul(mask), mask, speaker);
            NDArray statistics = convProj.forward(hidden).mul(mask);
            return new NDList(Ops.slice(statistics, 1, 0, channels), Ops.slice(statistics, 1, channels, 2 * channels));
        });
        return new Encoding(encoding.get(0), encoding.get(1));
    }
}
