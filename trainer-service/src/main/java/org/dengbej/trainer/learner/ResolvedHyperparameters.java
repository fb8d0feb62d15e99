package org.dengbej.trainer.learner;

import java.util.Locale;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.LossWeights;
import org.dengbej.events.TrainVoice;
import org.dengbej.trainer.optim.AdamW;
import org.dengbej.trainer.step.OutOfMemoryPolicy;
import org.dengbej.vits.loss.LossCoefficients;

/**
 * A job's hyperparameters: its own, and its preset's where it has none.
 *
 * @param gradientAccumulationSteps micro-batches per optimizer step
 * @param epochs                    passes over the data sets
 * @param learningRate              of the generator, in the first epoch
 * @param discriminatorLearningRate likewise
 * @param learningRateDecay         from one epoch to the next
 * @param adamW                     the rest of the optimizers
 * @param maxGradientNorm           0: none
 * @param fp16                      null: as the device does best
 * @param discriminatorWarmUpSteps  of new discriminators
 * @param lossCoefficients          of the full objective
 * @param validationFraction        of the utterances, to measure on
 * @param checkpointEveryEpochs     0: never
 * @param checkpointEverySteps      0: never
 * @param outOfMemoryPolicy         for a batch that does not fit
 * @param maxNonFiniteSteps         in a row
 */
public record ResolvedHyperparameters(
        int gradientAccumulationSteps,
        int epochs,
        double learningRate,
        double discriminatorLearningRate,
        double learningRateDecay,
        AdamW.Settings adamW,
        double maxGradientNorm,
        Boolean fp16,
        int discriminatorWarmUpSteps,
        LossCoefficients lossCoefficients,
        double validationFraction,
        int checkpointEveryEpochs,
        int checkpointEverySteps,
        OutOfMemoryPolicy outOfMemoryPolicy,
        int maxNonFiniteSteps) {

    /** @throws org.dengbej.events.InvalidEventException when the objective is not known */
    static ResolvedHyperparameters of(TrainVoice job) {
        Hyperparameters all = job.resolvedHyperparameters();
        return new ResolvedHyperparameters(
                all.gradientAccumulationSteps(),
                all.epochs(),
                all.learningRate(),
                all.discriminatorLearningRate() == null ? all.learningRate() : all.discriminatorLearningRate(),
                all.learningRateDecay(),
                new AdamW.Settings(all.beta1(), all.beta2(), all.epsilon(), all.weightDecay()),
                all.maxGradientNorm(),
                all.fp16(),
                all.discriminatorWarmUpSteps(),
                coefficients(all.lossWeights()),
                all.validationFraction(),
                all.checkpointEveryEpochs(),
                all.checkpointEverySteps(),
                OutOfMemoryPolicy.valueOf(all.outOfMemory().toUpperCase(Locale.ROOT)),
                all.maxNonFiniteSteps());
    }

    private static LossCoefficients coefficients(LossWeights weights) {
        return new LossCoefficients(
                weights.mel(),
                weights.kl(),
                weights.duration(),
                weights.featureMatching(),
                weights.adversarial(),
                weights.discriminator());
    }

    /** The factor of the learning rates in an epoch, counted from 1. */
    double decay(int epoch) {
        return Math.pow(learningRateDecay, epoch - 1);
    }
}
