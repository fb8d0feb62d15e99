package org.dengbej.vits.layers;

import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.weights.Weights;

/** Recorded speech to latents; part of every voice, used in training alone. */
public final class PosteriorEncoder {

    private final Conv1d convPre;
    private final WaveNet wavenet;
    private final Conv1d convProj;

    public PosteriorEncoder(Weights weights, VitsConfig config) {
        convPre = Conv1d.pointwise(weights.at("conv_pre"), config.spectrogramBins(), config.hiddenSize());
        wavenet = new WaveNet(weights.at("wavenet"), config, config.posteriorEncoderNumWavenetLayers());
        convProj = Conv1d.pointwise(weights.at("conv_proj"), config.hiddenSize(), 2L * config.flowSize());
    }
}
