package org.dengbej.trainer.learner;

import java.util.Map;
import java.util.OptionalLong;
import org.dengbej.events.DataRecipe;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.TrainingDefaults;

/**
 * The numbers that a job is trained with: its own, its preset's where it has none, and those that its data decides.
 *
 * @param job             that asks
 * @param recipe          for its data
 * @param hyperparameters complete but for what the device decides
 * @param schedule        that follows from them
 */
public record TrainingPlan(
        TrainVoice job, DataRecipe recipe, Hyperparameters hyperparameters, TrainingSchedule schedule) {

    /**
     * The plan of a job with new discriminators.
     *
     * @param countedSteps of a job with target hours, whose speed is known; empty for others
     * @throws org.dengbej.events.InvalidEventException when the objective is not known
     */
    public static TrainingPlan of(TrainVoice job, DataRecipe recipe, OptionalLong countedSteps) {
        Hyperparameters asked = job.resolvedHyperparameters();
        if (countedSteps.isPresent()) {
            asked = Hyperparameters.of(Map.of("steps", Math.toIntExact(countedSteps.getAsLong())))
                    .orElse(asked);
        }
        TrainingDefaults preset = TrainingDefaults.of(job);
        return of(job, recipe, recipe.complete(asked, preset), recipe.steps(asked, preset));
    }

    private static TrainingPlan of(TrainVoice job, DataRecipe recipe, Hyperparameters all, long steps) {
        int stepsPerEpoch = recipe.stepsPerEpoch(all.gradientAccumulationSteps());
        return new TrainingPlan(job, recipe, all, TrainingSchedule.of(all, steps, stepsPerEpoch));
    }

    /** The same with discriminators that have learned already: they are heard from the first step on. */
    public TrainingPlan withLearnedDiscriminators() {
        Hyperparameters all =
                Hyperparameters.of(Map.of("discriminatorWarmUpSteps", 0)).orElse(hyperparameters);
        return of(job, recipe, all, schedule.steps());
    }

    /** The same for a job whose speed is known. */
    public TrainingPlan withSteps(long steps) {
        TrainingPlan counted = of(job, recipe, OptionalLong.of(steps));
        return hyperparameters.discriminatorWarmUpSteps() == 0 ? counted.withLearnedDiscriminators() : counted;
    }

    /** Optimizer steps of an epoch. */
    public int stepsPerEpoch() {
        return recipe.stepsPerEpoch(hyperparameters.gradientAccumulationSteps());
    }

    /** Micro-batches of the whole job, as it is planned. */
    public long batches() {
        return schedule.endsWithEpochs()
                ? (long) recipe.batches() * schedule.epochs()
                : schedule.steps() * recipe.batches() / stepsPerEpoch();
    }

    /** Hours in which the job is to end, while its steps are not counted yet; null for others. */
    public Double targetHours() {
        return hyperparameters.targetHours();
    }

    /** The hyperparameters as training takes them. */
    public ResolvedHyperparameters resolved() {
        return ResolvedHyperparameters.of(hyperparameters);
    }
}
