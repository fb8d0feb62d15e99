package org.dengbej.trainer.window;

import ai.djl.engine.EngineException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.dengbej.vits.objective.WindowTotals;

/**
 * N micro-batches, one optimizer step. What does not fit into memory, or cannot be learned from, contributes exactly nothing: since
 * its backward may have written a part of its gradient, all gradients are cleared and the window is replayed without it, filled up
 * by the next batch, with the totals that it then has.
 */
public final class TrainingWindow {

    private enum Gathering {
        COMPLETE,
        /** The window is no longer what it was. */
        CHANGED,
        STOPPED
    }

    private final Objective objective;
    private final OptimizerStep optimizerStep;
    private final int accumulationSteps;
    private final OutOfMemoryPolicy policy;
    private final FrameCeiling ceiling;
    private final Consumer<SkippedBatch> skips;
    private final BooleanSupplier stop;

    /**
     * @param accumulationSteps micro-batches a step; an epoch's last window may hold fewer
     * @param policy            for what does not fit
     * @param skips             told of what was left out
     * @param stop              asked before each micro-batch
     */
    public TrainingWindow(
            Objective objective,
            OptimizerStep optimizerStep,
            int accumulationSteps,
            OutOfMemoryPolicy policy,
            Consumer<SkippedBatch> skips,
            BooleanSupplier stop) {
        this.objective = objective;
        this.optimizerStep = optimizerStep;
        this.accumulationSteps = accumulationSteps;
        this.policy = policy;
        this.ceiling = new FrameCeiling(objective.hopSamples());
        this.skips = skips;
        this.stop = stop;
    }

    /**
     * Trains one window.
     *
     * @param epoch what is left of the epoch; read until the window is full of batches that fit
     * @throws EngineException for any engine error but a lack of memory
     * @throws DoesNotFitException when there is no memory for the optimizers' moments; the weights are as they were
     */
    public WindowOutcome train(Iterator<MicroBatch> epoch) {
        Window window = new Window(accumulationSteps, ceiling, policy, skips);
        Map<String, Double> losses = new LinkedHashMap<>();
        Gathering gathering;
        do {
            window.fill(epoch);
            if (window.isEmpty()) {
                return new WindowOutcome.EpochEnded(window.leftOut());
            }
            gathering = gatherGradients(window, losses);
        } while (gathering == Gathering.CHANGED);
        return gathering == Gathering.STOPPED ? new WindowOutcome.Abandoned() : step(window, losses);
    }

    /** Backward of each part of the window, and its losses. */
    private Gathering gatherGradients(Window window, Map<String, Double> losses) {
        WindowTotals totals = window.totals(objective.hopSamples());
        losses.clear();
        optimizerStep.zeroGradients();
        for (MicroBatch part : window.parts()) {
            if (stop.getAsBoolean()) {
                return Gathering.STOPPED;
            }
            try {
                OutOfMemory.expecting(() -> objective.backward(
                                part, totals, optimizerStep.scaler().scale()))
                        .forEach((term, share) -> losses.merge(term, share, Double::sum));
            } catch (DoesNotFitException e) {
                window.doesNotFit(part, e.getMessage());
                return Gathering.CHANGED;
            } catch (UnusableBatchException e) {
                window.leaveOut(SkippedBatch.unusable(part, e.getMessage()));
                return Gathering.CHANGED;
            }
        }
        return Gathering.COMPLETE;
    }

    private WindowOutcome step(Window window, Map<String, Double> losses) {
        double lossScale = optimizerStep.scaler().scale();
        List<MicroBatch> parts = window.parts();
        OptionalDouble norm = allFinite(losses) ? OutOfMemory.expecting(optimizerStep::take) : optimizerStep.refuse();
        WindowOutcome.Contents contents = new WindowOutcome.Contents(
                window.batches(),
                window.leftOut(),
                parts.stream().mapToLong(MicroBatch::items).sum(),
                parts.stream().flatMap(part -> part.utteranceIds().stream()).toList());
        return norm.isPresent()
                ? new WindowOutcome.Stepped(contents, losses, lossScale, norm.getAsDouble())
                : new WindowOutcome.Overflowed(contents, losses, lossScale);
    }

    private static boolean allFinite(Map<String, Double> losses) {
        return losses.values().stream().allMatch(Double::isFinite);
    }
}
