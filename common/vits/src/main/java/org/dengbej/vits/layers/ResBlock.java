package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.weights.Weights;

/** Pairs of a dilated and a plain convolution, each added to its input: [B, C, L] to [B, C, L]. */
final class ResBlock {

    private final List<Conv1d> convs1 = new ArrayList<>();
    private final List<Conv1d> convs2 = new ArrayList<>();
    private final double slope;

    ResBlock(Weights weights, long channels, int kernel, List<Integer> dilations, double slope) {
        this.slope = slope;
        for (int i = 0; i < dilations.size(); i++) {
            convs1.add(Conv1d.of(weights.at("convs1", i), channels, channels, kernel, dilations.get(i)));
            convs2.add(Conv1d.of(weights.at("convs2", i), channels, channels, kernel, 1));
        }
    }

    NDArray forward(NDArray x) {
        NDArray state = x;
        for (int i = 0; i < convs1.size(); i++) {
            NDArray next =
                    Ops.residual(state, convs1.get(i).kernel(), convs2.get(i).kernel(), slope);
            if (state != x) {
                state.close();
            }
            state = next;
        }
        return state;
    }
}
