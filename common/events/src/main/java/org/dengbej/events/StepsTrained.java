package org.dengbej.events;

import java.util.List;
import java.util.Map;

/**
 * Progress of a job, after an optimizer step.
 *
 * @param job            its name
 * @param voice          its voice
 * @param step           optimizer steps so far
 * @param epoch          counted from 1
 * @param batches        ids of the micro-batches that counted in this step, whole or in part
 * @param batchesTrained micro-batches that have counted so far
 * @param batchesSkipped micro-batches skipped so far
 * @param batchesTotal   micro-batches of the whole job, as it is planned
 * @param stepsTotal     optimizer steps of the whole job, as it is planned; may be absent
 * @param losses         the step's loss terms by name
 * @param lossScale      1 where no scaler is on
 * @param gradientNorm   global norm before clipping; absent when the step overflowed
 * @param learningRate   of this step
 * @param applied        false when an overflow left the weights alone
 * @param stepSeconds    of this step
 */
public record StepsTrained(
        String job,
        String voice,
        long step,
        int epoch,
        List<String> batches,
        long batchesTrained,
        long batchesSkipped,
        long batchesTotal,
        Long stepsTotal,
        Map<String, Double> losses,
        double lossScale,
        Double gradientNorm,
        double learningRate,
        boolean applied,
        double stepSeconds)
        implements Event {

    public StepsTrained {
        Require.name("StepsTrained", "job", job);
        Require.name("StepsTrained", "voice", voice);
        Require.atLeast("StepsTrained", "step", step, 0);
        Require.atLeast("StepsTrained", "epoch", epoch, 1);
        batches = Require.list(batches);
        Require.atLeast("StepsTrained", "batchesTrained", batchesTrained, 0);
        Require.atLeast("StepsTrained", "batchesSkipped", batchesSkipped, 0);
        Require.atLeast("StepsTrained", "batchesTotal", batchesTotal, 1);
        if (stepsTotal != null) {
            Require.atLeast("StepsTrained", "stepsTotal", stepsTotal, 1);
        }
        Require.atLeast("StepsTrained", "stepSeconds", stepSeconds, 0);
        losses = Require.map(losses);
    }

    @Override
    public String key() {
        return job;
    }

    @Override
    public String identity() {
        return job + "/" + batchesTrained + "/" + batchesSkipped;
    }
}
