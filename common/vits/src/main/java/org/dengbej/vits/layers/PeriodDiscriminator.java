package org.dengbej.vits.layers;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.dengbej.vits.engine.Ops;
import org.dengbej.vits.weights.Weights;

/** Hears every p-th sample together (Kong et al. 2020): the waveform in rows of p, convolved along the columns. */
final class PeriodDiscriminator extends Discriminator {

    private static final int SCORE_KERNEL = 3;

    private final int period;

    PeriodDiscriminator(Weights weights, int period, int kernel, int stride, List<Integer> channels) {
        this.period = period;
        int index = 0;
        for (int i = 0; i < channels.size() - 1; i++) {
            add(new ColumnConv(weights.at("convs", index++), channels.get(i), channels.get(i + 1), kernel, stride));
        }
        int last = channels.get(channels.size() - 1);
        add(new ColumnConv(weights.at("convs", index), last, last, kernel, 1));
        end(new ColumnConv(weights.at("final_conv"), last, 1, SCORE_KERNEL, 1));
    }

    @Override
    NDArray view(NDArray waveform) {
        long items = waveform.getShape().get(0);
        long length = waveform.getShape().get(2);
        long missing = (period - length % period) % period;
        return Ops.reflectPad(waveform, 0, missing).reshape(items, 1, (length + missing) / period, period);
    }
}
