package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.dengbej.vits.weights.Weights;

/** Hears the waveform as it is (Kumar et al. 2019). */
final class ScaleDiscriminator extends Discriminator {

    private static final int FIRST_KERNEL = 15;
    private static final int KERNEL = 41;
    private static final int STRIDE = 4;
    private static final int LAST_KERNEL = 5;
    private static final int SCORE_KERNEL = 3;

    ScaleDiscriminator(Weights weights, List<Integer> channels) {
        int index = 0;
        add(new StridedConv(weights.at("convs", index++), channels.get(0), channels.get(1), FIRST_KERNEL, 1, 1));
        int groups = 4;
        for (int i = 1; i < channels.size() - 1; i++) {
            add(new StridedConv(
                    weights.at("convs", index++), channels.get(i), channels.get(i + 1), KERNEL, STRIDE, groups));
            groups *= 4;
        }
        int last = channels.get(channels.size() - 1);
        add(new StridedConv(weights.at("convs", index++), last, last, KERNEL, STRIDE, groups));
        add(new StridedConv(weights.at("convs", index), last, last, LAST_KERNEL, 1, 1));
        end(new StridedConv(weights.at("final_conv"), last, 1, SCORE_KERNEL, 1, 1));
    }

    @Override
    NDArray view(NDArray waveform) {
        return waveform;
    }
}
