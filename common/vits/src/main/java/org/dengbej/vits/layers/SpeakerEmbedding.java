package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.weights.Init;
import org.dengbej.vits.weights.Weights;

/** A vector for each speaker, on which all other parts but the text encoder are conditioned. A voice of one speaker has none. */
public final class SpeakerEmbedding {

    private final NDArray weight;

    public SpeakerEmbedding(Weights weights, VitsConfig config) {
        weight = config.numSpeakers() > 1
                ? weights.take("weight", Init.normal(1), config.numSpeakers(), config.speakerEmbeddingSize())
                : null;
    }

    /** ids int64 [B] to [B, S, 1]; null where the voice has no embedding, or no speaker is asked for. */
    public NDArray forward(NDArray ids) {
        return ids == null || weight == null
                ? null
                : Scope.of(() -> Ops.embedding(weight, ids, -1).expandDims(2));
    }
}
