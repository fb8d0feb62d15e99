package org.dengbej.trainer.step;

import java.util.Map;
import org.dengbej.vits.loss.LossNormalizers;
import org.dengbej.vits.loss.LossTerms;

/** The objective that a job minimises. */
public interface Objective extends AutoCloseable {

    /** The name of what is minimised, among the loss terms. */
    String TOTAL = LossTerms.TOTAL;

    /** Samples of a spectrogram frame, in which a step's frames are counted. */
    int hopSamples();

    /**
     * Computes the loss of a micro-batch and adds its share of the step's gradient to the parameters' gradients.
     *
     * @param normalizers of the step that it belongs to
     * @param lossScale   by which the gradients are to be multiplied
     * @return the share of each loss term, by name, not scaled: over a step they add up to the step's losses
     */
    Map<String, Double> backward(MicroBatch batch, LossNormalizers normalizers, double lossScale);

    /**
     * Computes the loss of a micro-batch as training does but without dropout. What it adds to the parameters' gradients is of no use.
     *
     * @param normalizers of all that is measured
     * @return the share of each loss term, by name
     */
    Map<String, Double> measure(MicroBatch batch, LossNormalizers normalizers);

    @Override
    void close();
}
