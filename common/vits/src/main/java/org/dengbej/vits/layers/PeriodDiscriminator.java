package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.weights.Weights;

/**
 * Hears every p-th sample together (Kong et al. 2020). What is a two-dimensional convolution of width 1 there is one of one
 * dimension here, over p rows for each item.
 */
final class PeriodDiscriminator extends Discriminator {

    private static final int SCORE_KERNEL = 3;

    private final int period;

    PeriodDiscriminator(Weights weights, int period, int kernel, int stride, List<Integer> channels) {
        this.period = period;
        int index = 0;
        for (int i = 0; i < channels.size() - 1; i++) {
            add(StridedConv.ofColumn(
                    weights.at("convs", index++), channels.get(i), channels.get(i + 1), kernel, stride));
        }
        int last = channels.get(channels.size() - 1);
        add(StridedConv.ofColumn(weights.at("convs", index), last, last, kernel, 1));
        end(StridedConv.ofColumn(weights.at("final_conv"), last, 1, SCORE_KERNEL, 1));
    }

    @Override
    NDArray view(NDArray waveform) {
        long items = waveform.getShape().get(0);
        long length = waveform.getShape().get(2);
        long missing = (period - length % period) % period;
        NDArray whole = Ops.reflectPad(waveform, 0, missing);
        return whole.reshape(items, (length + missing) / period, period)
                .swapAxes(1, 2)
                .reshape(new Shape(items * period, 1, (length + missing) / period));
    }
}
