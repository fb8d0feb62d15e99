package org.dengbej.trainer.learner;

import org.dengbej.events.Hyperparameters;
import org.dengbej.events.LossWeights;
import org.dengbej.events.TrainVoice;
import org.dengbej.trainer.optim.AdamW;
import org.dengbej.trainer.step.MelObjective;
import org.dengbej.trainer.step.VitsObjective;
import org.dengbej.vits.loss.LossCoefficients;

/**
 * A job's numbers, its own and the defaults of what it does (VITS-FACTS' sources: the scripts for {@code mel}, the fine-tuning
 * recipe or the original one for {@code vits}).
 *
 * @param learningRate              of the generator, in the first epoch
 * @param discriminatorLearningRate likewise
 * @param learningRateDecay         from one epoch to the next
 * @param adamW                     the rest of the optimizers
 * @param maxGradientNorm           0: none
 * @param validationFraction              of the utterances, to measure on
 * @param lossCoefficients          of the full objective
 */
record ResolvedHyperparameters(
        double learningRate,
        double discriminatorLearningRate,
        double learningRateDecay,
        AdamW.Settings adamW,
        double maxGradientNorm,
        double validationFraction,
        LossCoefficients lossCoefficients) {

    private static final ResolvedHyperparameters MEL = new ResolvedHyperparameters(
            2e-5, 2e-5, 1, new AdamW.Settings(0.9, 0.999, 1e-8, 0.01), 1, 0, new LossCoefficients(1, 1, 1, 1, 1, 1));
    private static final ResolvedHyperparameters FINE_TUNING = new ResolvedHyperparameters(
            2e-5,
            2e-5,
            0.999875,
            new AdamW.Settings(0.8, 0.99, 1e-8, 0.01),
            1,
            0.05,
            new LossCoefficients(35.0, 1.5, 1.0, 1.0, 1.0, 3.0));
    private static final ResolvedHyperparameters NEW_VOICE = new ResolvedHyperparameters(
            2e-4,
            2e-4,
            0.999875,
            new AdamW.Settings(0.8, 0.99, 1e-9, 0.01),
            0,
            0.05,
            new LossCoefficients(45.0, 1.0, 1.0, 1.0, 1.0, 1.0));

    /** @throws IllegalArgumentException when the objective is not known */
    static ResolvedHyperparameters of(TrainVoice job, boolean newVoice) {
        ResolvedHyperparameters base = base(job.objective(), newVoice);
        Hyperparameters own = job.hyperparameters();
        double learningRate = or(own.learningRate(), base.learningRate);
        LossWeights weights = own.lossWeights();
        return new ResolvedHyperparameters(
                learningRate,
                or(own.discriminatorLearningRate(), learningRate),
                or(own.learningRateDecay(), base.learningRateDecay),
                new AdamW.Settings(
                        or(own.beta1(), base.adamW.beta1()),
                        or(own.beta2(), base.adamW.beta2()),
                        or(own.epsilon(), base.adamW.epsilon()),
                        own.weightDecay()),
                or(own.maxGradientNorm(), base.maxGradientNorm),
                or(own.validationFraction(), base.validationFraction),
                new LossCoefficients(
                        or(weights.mel(), base.lossCoefficients.mel()),
                        or(weights.kl(), base.lossCoefficients.kl()),
                        or(weights.duration(), base.lossCoefficients.duration()),
                        or(weights.featureMatching(), base.lossCoefficients.featureMatching()),
                        or(weights.adversarial(), base.lossCoefficients.adversarial()),
                        or(weights.discriminator(), base.lossCoefficients.discriminator())));
    }

    private static ResolvedHyperparameters base(String objective, boolean newVoice) {
        if (objective.equals(MelObjective.NAME)) {
            return MEL;
        }
        if (objective.equals(VitsObjective.NAME)) {
            return newVoice ? NEW_VOICE : FINE_TUNING;
        }
        throw new IllegalArgumentException(
                "objective must be %s or %s, found '%s'".formatted(VitsObjective.NAME, MelObjective.NAME, objective));
    }

    private static Double or(Double own, Double otherwise) {
        return own == null ? otherwise : own;
    }

    /** Of an epoch, counted from 1. */
    double decay(int epoch) {
        return Math.pow(learningRateDecay, epoch - 1);
    }
}
