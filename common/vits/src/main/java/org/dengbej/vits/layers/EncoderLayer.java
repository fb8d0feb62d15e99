package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.weights.Weights;

/** Attention and feed-forward, each added to its input and normalised after. */
final class EncoderLayer {

    private final Attention attention;
    private final LayerNorm layerNorm;
    private final FeedForward feedForward;
    private final LayerNorm finalLayerNorm;
    private final Dropout attentionDropout;
    private final Dropout feedForwardDropout;

    EncoderLayer(Weights weights, VitsConfig config) {
        attention = new Attention(weights.at("attention"), config);
        layerNorm = new LayerNorm(weights.at("layer_norm"), config.hiddenSize(), config.layerNormEps());
        feedForward = new FeedForward(weights.at("feed_forward"), config);
        finalLayerNorm = new LayerNorm(weights.at("final_layer_norm"), config.hiddenSize(), config.layerNormEps());
        attentionDropout = new Dropout(weights, "attention", config.hiddenDropout());
        feedForwardDropout = new Dropout(weights, "feed_forward", config.hiddenDropout());
    }

    /** x [B, T, H], mask [B, 1, T], keyBias [B, 1, 1, T] to [B, T, H]. */
    NDArray forward(NDArray x, NDArray mask, NDArray keyBias) {
        return Scope.of(() -> {
            NDArray attended = layerNorm.forward(x.add(attentionDropout.apply(attention.forward(x, keyBias))));
            return finalLayerNorm.forward(attended.add(feedForwardDropout.apply(feedForward.forward(attended, mask))));
        });
    }
}
