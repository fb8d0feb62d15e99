package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.weights.Weights;

/** Residual blocks of a dilated depthwise and a pointwise convolution, each normalised and passed through GELU. */
final class DilatedDepthSeparableConv {

    private static final double EPSILON = 1e-5;

    private final List<DepthwiseConv> convsDilated = new ArrayList<>();
    private final List<Conv1d> convsPointwise = new ArrayList<>();
    private final List<LayerNorm> norms1 = new ArrayList<>();
    private final List<LayerNorm> norms2 = new ArrayList<>();
    private final List<Dropout> dropouts = new ArrayList<>();

    /** {@code dropout}: probability, of each block's output. */
    DilatedDepthSeparableConv(Weights weights, VitsConfig config, double dropout) {
        int channels = config.hiddenSize();
        int kernel = config.durationPredictorKernelSize();
        long dilation = 1;
        for (int i = 0; i < config.depthSeparableNumLayers(); i++) {
            convsDilated.add(new DepthwiseConv(weights.at("convs_dilated", i), channels, kernel, dilation));
            convsPointwise.add(Conv1d.pointwise(weights.at("convs_pointwise", i), channels, channels));
            norms1.add(new LayerNorm(weights.at("norms_1", i), channels, EPSILON));
            norms2.add(new LayerNorm(weights.at("norms_2", i), channels, EPSILON));
            dropouts.add(new Dropout(weights.at("convs_pointwise", i), "output", dropout));
            dilation *= kernel;
        }
    }

    /**
     * x [B, H, T] to [B, H, T].
     *
     * @param mask      [B, 1, T]
     * @param condition [B, H, T], or null
     */
    NDArray forward(NDArray x, NDArray mask, NDArray condition) {
        return Scope.of(() -> {
            NDArray state = condition == null ? x : x.add(condition);
            for (int i = 0; i < convsDilated.size(); i++) {
                NDArray dilated =
                        gelu(norms1.get(i).channelsFirst(convsDilated.get(i).forward(state.mul(mask))));
                NDArray mixed =
                        gelu(norms2.get(i).channelsFirst(convsPointwise.get(i).forward(dilated)));
                state = state.add(dropouts.get(i).apply(mixed));
            }
            return state.mul(mask);
        });
    }

    private static NDArray gelu(NDArray x) {
        return x.getNDArrayInternal().gelu();
    }
}
