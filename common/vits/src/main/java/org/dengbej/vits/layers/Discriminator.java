package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.dengbej.vits.engine.Scope;

/** Tells recorded from generated speech: strided convolutions whose every output is a feature, the last one the score. */
public abstract class Discriminator {

    private static final double SLOPE = 0.1;

    private final List<DiscriminatorConv> convs = new ArrayList<>();
    private DiscriminatorConv finalConv;

    void add(DiscriminatorConv conv) {
        convs.add(conv);
    }

    void end(DiscriminatorConv conv) {
        finalConv = conv;
    }

    /** waveform [B, 1, N] as this one sees it, an item's numbers together. */
    abstract NDArray view(NDArray waveform);

    /** Its features, the score last: waveform [B, 1, N] to arrays of B items. */
    public NDList features(NDArray waveform) {
        return Scope.list(() -> {
            NDList features = new NDList();
            NDArray x = view(waveform);
            for (DiscriminatorConv conv : convs) {
                x = conv.forwardLeaky(x, SLOPE);
                features.add(x);
            }
            features.add(finalConv.forward(x));
            return features;
        });
    }
}
