package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.weights.Weights;

/** Gated dilated convolutions with residual and skip outputs (van den Oord et al. 2016), not causal. */
final class WaveNet {

    private final List<Conv1d> inLayers = new ArrayList<>();
    private final List<Conv1d> resSkipLayers = new ArrayList<>();
    private final List<Dropout> dropouts = new ArrayList<>();
    private final Conv1d condLayer;
    private final long hidden;

    WaveNet(Weights weights, VitsConfig config, int layers) {
        hidden = config.hiddenSize();
        long speaker = config.speakerEmbeddingSize();
        condLayer = speaker > 0 ? Conv1d.normed(weights.at("cond_layer"), speaker, 2 * hidden * layers, 1, 1) : null;
        long dilation = 1;
        for (int i = 0; i < layers; i++) {
            inLayers.add(Conv1d.normed(
                    weights.at("in_layers", i), hidden, 2 * hidden, config.wavenetKernelSize(), dilation));
            boolean last = i == layers - 1;
            resSkipLayers.add(
                    Conv1d.normed(weights.at("res_skip_layers", i), hidden, last ? hidden : 2 * hidden, 1, 1));
            dropouts.add(new Dropout(weights.at("in_layers", i), "output", config.wavenetDropout()));
            dilation *= config.wavenetDilationRate();
        }
    }

    /**
     * x [B, H, F] to [B, H, F].
     *
     * @param mask    [B, 1, F]
     * @param speaker [1 or B, S, 1], or null
     */
    NDArray forward(NDArray x, NDArray mask, NDArray speaker) {
        return Scope.of(() -> {
            NDArray conditions = speaker == null ? null : condLayer.forward(speaker);
            NDArray state = x;
            NDArray output = null;
            for (int i = 0; i < inLayers.size(); i++) {
                NDArray skip = resSkip(i, state, conditions);
                if (i < inLayers.size() - 1) {
                    state = state.add(Ops.slice(skip, 1, 0, hidden)).mul(mask);
                    skip = Ops.slice(skip, 1, hidden, 2 * hidden);
                }
                output = output == null ? skip : output.add(skip);
            }
            return output.mul(mask);
        });
    }

    private NDArray resSkip(int layer, NDArray state, NDArray conditions) {
        return Scope.of(() -> {
            NDArray gates = inLayers.get(layer).forward(state);
            if (conditions != null) {
                gates = gates.add(Ops.slice(conditions, 1, 2L * layer * hidden, 2L * (layer + 1) * hidden));
            }
            NDArray signal = Ops.slice(gates, 1, 0, hidden).tanh();
            NDArray gate =
                    Ops.slice(gates, 1, hidden, 2 * hidden).getNDArrayInternal().sigmoid();
            return resSkipLayers.get(layer).forward(dropouts.get(layer).apply(signal.mul(gate)));
        });
    }
}
