package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.dengbej.vits.engine.Scope;

/** Tells recorded from generated speech: strided convolutions whose every output is a feature, the last one the score. */
abstract class Discriminator {

    private static final float SLOPE = 0.1f;

    private final List<StridedConv> convs = new ArrayList<>();
    private StridedConv finalConv;

    void add(StridedConv conv) {
        convs.add(conv);
    }

    void end(StridedConv conv) {
        finalConv = conv;
    }

    /** waveform [B, 1, N] as this one sees it, [B', 1, L], the rows of an item together. */
    abstract NDArray view(NDArray waveform);

    /** Its features, the score last: waveform [B, 1, N] to arrays whose rows are those of {@link #view}. */
    NDList forward(NDArray waveform) {
        return Scope.list(() -> {
            NDList features = new NDList();
            NDArray x = view(waveform);
            for (StridedConv conv : convs) {
                x = conv.forward(x).getNDArrayInternal().leakyRelu(SLOPE);
                features.add(x);
            }
            features.add(finalConv.forward(x));
            return features;
        });
    }
}
