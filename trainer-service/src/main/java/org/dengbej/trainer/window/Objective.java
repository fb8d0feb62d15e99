package org.dengbej.trainer.window;

import java.util.Map;
import org.dengbej.vits.objective.LossTerms;
import org.dengbej.vits.objective.WindowTotals;

/** What a job minimises. */
public interface Objective extends AutoCloseable {

    /** The name of what is minimised, among the loss terms. */
    String TOTAL = LossTerms.TOTAL;

    /** Samples of a spectrogram frame, in which a window's frames are counted. */
    int hopSamples();

    /**
     * Computes the loss of a micro-batch and adds its share of the window's gradient to the parameters' gradients.
     *
     * @param totals    of the window that it belongs to
     * @param lossScale by which the gradients are to be multiplied
     * @return the share of each loss term, by name, not scaled: over a window they add up to the window's losses
     */
    Map<String, Double> backward(MicroBatch batch, WindowTotals totals, double lossScale);

    @Override
    void close();
}
