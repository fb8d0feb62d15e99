package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.weights.Init;
import org.dengbej.vits.weights.Weights;

/** Tokens to hidden states and to the prior's statistics. */
public final class TextEncoder {

    /**
     * What the encoder says of a text.
     *
     * @param hidden  [B, H, T]
     * @param means   of the prior, [B, C, T]
     * @param logStds natural logarithm of the prior's standard deviations, [B, C, T]
     */
    public record Encoding(NDArray hidden, NDArray means, NDArray logStds) {}

    private final NDArray embedTokens;
    private final List<EncoderLayer> layers = new ArrayList<>();
    private final Conv1d project;
    private final VitsConfig config;

    public TextEncoder(Weights weights, VitsConfig config) {
        this.config = config;
        long hidden = config.hiddenSize();
        embedTokens = weights.at("embed_tokens")
                .take("weight", Init.normal(1 / Math.sqrt(hidden)), config.vocabSize(), hidden);
        for (int i = 0; i < config.numHiddenLayers(); i++) {
            layers.add(new EncoderLayer(weights.at("encoder.layers", i), config));
        }
        project = Conv1d.pointwise(weights.at("project"), hidden, 2L * config.flowSize());
    }

    /** ids int64 [B, T], padded where the mask [B, 1, T] is 0. */
    public Encoding forward(NDArray ids, NDArray mask) {
        NDList encoding = Scope.list(() -> {
            long padding = config.padTokenId() == null ? -1 : config.padTokenId();
            NDArray embedded = Ops.times(Ops.embedding(embedTokens, ids, padding), Math.sqrt(config.hiddenSize()));
            NDArray positions = mask.swapAxes(1, 2);
            NDArray keyBias = Ops.times(mask.neg().add(1), -Float.MAX_VALUE).expandDims(1);
            NDArray x = embedded.mul(positions);
            for (EncoderLayer layer : layers) {
                x = layer.forward(x, mask, keyBias);
            }
            NDArray hidden = x.mul(positions).swapAxes(1, 2);
            NDArray statistics = project.forward(hidden).mul(mask);
            long channels = config.flowSize();
            return new NDList(
                    hidden, Ops.slice(statistics, 1, 0, channels), Ops.slice(statistics, 1, channels, 2 * channels));
        });
        return new Encoding(encoding.get(0), encoding.get(1), encoding.get(2));
    }
}
