package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.engine.Scope;
import org.dengbej.vits.weights.Weights;

/** Bends the second channel by a spline that convolutions make of the first. */
final class ConvFlow implements DurationFlow {

    private final Conv1d convPre;
    private final DilatedDepthSeparableConv convDds;
    private final Conv1d convProj;
    private final long bins;
    private final double bound;
    private final double rawScale;

    ConvFlow(Weights weights, VitsConfig config) {
        long hidden = config.hiddenSize();
        bins = config.durationPredictorFlowBins();
        bound = config.durationPredictorTailBound();
        rawScale = 1 / Math.sqrt(hidden);
        convPre = Conv1d.pointwise(weights.at("conv_pre"), 1, hidden);
        convDds = new DilatedDepthSeparableConv(weights.at("conv_dds"), config, 0);
        convProj = Conv1d.zeroed(weights.at("conv_proj"), hidden, 3 * bins - 1);
    }

    @Override
    public Image forward(NDArray z, NDArray mask, NDArray condition) {
        NDList image = Scope.list(() -> {
            NDArray first = Ops.slice(z, 1, 0, 1);
            NDArray second = Ops.slice(z, 1, 1, 2);
            Spline.Value bent = spline(first, mask, condition).forward(second.swapAxes(1, 2));
            NDArray stretch = bent.logSlope().swapAxes(1, 2).mul(mask).sum(new int[] {1, 2});
            return new NDList(first.concat(bent.value().swapAxes(1, 2), 1).mul(mask), stretch);
        });
        return new Image(image.get(0), image.get(1));
    }

    @Override
    public NDArray inverse(NDArray z, NDArray mask, NDArray condition) {
        return Scope.of(() -> {
            NDArray first = Ops.slice(z, 1, 0, 1);
            NDArray second = Ops.slice(z, 1, 1, 2);
            Spline spline = spline(first, mask, condition);
            NDArray bent = spline.inverse(second.swapAxes(1, 2)).swapAxes(1, 2);
            return first.concat(bent, 1).mul(mask);
        });
    }

    /** A spline for each position: first [B, 1, T], elements [B, T, 1]. */
    private Spline spline(NDArray first, NDArray mask, NDArray condition) {
        NDArray raw = convProj.forward(convDds.forward(convPre.forward(first), mask, condition))
                .mul(mask)
                .swapAxes(1, 2);
        NDArray widths = Ops.times(Ops.slice(raw, 2, 0, bins), rawScale);
        NDArray heights = Ops.times(Ops.slice(raw, 2, bins, 2 * bins), rawScale);
        return new Spline(widths, heights, Ops.slice(raw, 2, 2 * bins, 3 * bins - 1), bound);
    }
}
