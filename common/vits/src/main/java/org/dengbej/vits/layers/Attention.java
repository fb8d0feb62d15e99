package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.weights.Init;
import org.dengbej.vits.weights.Weights;

/**
 * Multi-head self-attention with learned relative positions within a window (Shaw et al. 2018), shared by the heads. h heads of d
 * channels each, H = h d.
 */
final class Attention {

    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear out;
    private final NDArray relativeKeys;
    private final NDArray relativeValues;
    private final Dropout dropout;
    private final long heads;
    private final long headSize;
    private final long window;

    Attention(Weights weights, VitsConfig config) {
        long hidden = config.hiddenSize();
        heads = config.numAttentionHeads();
        headSize = hidden / heads;
        window = config.windowSize();
        dropout = new Dropout(weights, "weights", config.attentionDropout());
        Init xavier = Init.xavier(hidden, hidden);
        query = new Linear(weights.at("q_proj"), hidden, hidden, config.useBias(), xavier);
        key = new Linear(weights.at("k_proj"), hidden, hidden, config.useBias(), xavier);
        value = new Linear(weights.at("v_proj"), hidden, hidden, config.useBias(), xavier);
        out = new Linear(weights.at("out_proj"), hidden, hidden, config.useBias(), Init.fanIn(hidden));
        Init normal = Init.normal(1 / Math.sqrt(headSize));
        relativeKeys = window > 0 ? weights.take("emb_rel_k", normal, 1, 2 * window + 1, headSize) : null;
        relativeValues = window > 0 ? weights.take("emb_rel_v", normal, 1, 2 * window + 1, headSize) : null;
    }

    /**
     * Attends.
     *
     * @param x         [B, T, H]
     * @param keyBias   [B, 1, 1, T]: 0, or the lowest number for keys that are padding
     * @return [B, T, H]
     */
    NDArray forward(NDArray x, NDArray keyBias) {
        return Scope.of(() -> {
            long items = x.getShape().get(0);
            long length = x.getShape().get(1);
            NDArray q = split(Ops.times(query.forward(x), 1 / Math.sqrt(headSize)), items, length);
            NDArray k = split(key.forward(x), items, length);
            NDArray v = split(value.forward(x), items, length);
            NDArray scores = q.matMul(k.swapAxes(1, 2));
            if (window > 0) {
                scores = scores.add(RelativePositions.square(q.matMul(relativeKeys.swapAxes(1, 2)), window));
            }
            NDArray weights = dropout.apply(scores.reshape(items, heads, length, length)
                            .add(keyBias)
                            .softmax(3))
                    .reshape(items * heads, length, length);
            NDArray mixed = weights.matMul(v);
            if (window > 0) {
                mixed = mixed.add(RelativePositions.band(weights, window).matMul(relativeValues));
            }
            return out.forward(mixed.reshape(items, heads, length, headSize)
                    .swapAxes(1, 2)
                    .reshape(items, length, heads * headSize));
        });
    }

    /** [B, T, H] to [B h, T, d]. */
    private NDArray split(NDArray x, long items, long length) {
        return x.reshape(items, length, heads, headSize).swapAxes(1, 2).reshape(items * heads, length, headSize);
    }
}
