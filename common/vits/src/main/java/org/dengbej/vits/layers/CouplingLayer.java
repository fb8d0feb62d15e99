package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.weights.Weights;

/** Shifts the second half of the channels by what a WaveNet makes of the first half (Dinh et al. 2017), without scaling. */
final class CouplingLayer {

    private final Conv1d convPre;
    private final WaveNet wavenet;
    private final Conv1d convPost;
    private final long half;

    CouplingLayer(Weights weights, VitsConfig config) {
        half = config.flowSize() / 2;
        convPre = Conv1d.pointwise(weights.at("conv_pre"), half, config.hiddenSize());
        wavenet = new WaveNet(weights.at("wavenet"), config, config.priorEncoderNumWavenetLayers());
        convPost = Conv1d.zeroed(weights.at("conv_post"), config.hiddenSize(), half);
    }

    /** x [B, C, F], mask [B, 1, F], speaker [B, S, 1] or null. */
    NDArray inverse(NDArray x, NDArray mask, NDArray speaker) {
        return Scope.of(() -> {
            NDArray first = Ops.slice(x, 1, 0, half);
            NDArray second = Ops.slice(x, 1, half, 2 * half);
            return first.concat(second.sub(shift(first, mask, speaker)).mul(mask), 1);
        });
    }

    /** The other way; it preserves volume too. */
    NDArray forward(NDArray x, NDArray mask, NDArray speaker) {
        return Scope.of(() -> {
            NDArray first = Ops.slice(x, 1, 0, half);
            NDArray second = Ops.slice(x, 1, half, 2 * half);
            return first.concat(second.mul(mask).add(shift(first, mask, speaker)), 1);
        });
    }

    private NDArray shift(NDArray first, NDArray mask, NDArray speaker) {
        NDArray hidden = wavenet.forward(convPre.forward(first).mul(mask), mask, speaker);
        return convPost.forward(hidden).mul(mask);
    }
}
