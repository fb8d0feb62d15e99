package org.dengbej.trainer.learner;

import java.util.Locale;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.LossWeights;
import org.dengbej.trainer.optim.AdamW;
import org.dengbej.trainer.step.OutOfMemoryPolicy;
import org.dengbej.vits.loss.LossCoefficients;

/**
 * A job's hyperparameters as training takes them; when things are due is its {@link TrainingSchedule}'s.
 *
 * @param gradientAccumulationSteps micro-batches per optimizer step
 * @param learningRate              of the generator, which the schedule multiplies
 * @param discriminatorLearningRate likewise
 * @param adamW                     the rest of the optimizers
 * @param maxGradientNorm           0: none
 * @param fp16                      null: as the device does best
 * @param lossCoefficients          of the full objective
 * @param dropout                   with the configuration's probabilities
 * @param emaDecay                  of the moving average of the generator's weights; 0: none
 * @param validationFraction        of the utterances, to measure on
 * @param patience                  evaluations in a row without a better voice; 0: any number
 * @param minEpochs                 before which neither patience nor target hours end the job
 * @param publishBest               true: the job ends with its best voice; false: with its last
 * @param outOfMemoryPolicy         for a batch that does not fit
 * @param maxNonFiniteSteps         in a row
 */
public record ResolvedHyperparameters(
        int gradientAccumulationSteps,
        double learningRate,
        double discriminatorLearningRate,
        AdamW.Settings adamW,
        double maxGradientNorm,
        Boolean fp16,
        LossCoefficients lossCoefficients,
        boolean dropout,
        double emaDecay,
        double validationFraction,
        int patience,
        int minEpochs,
        boolean publishBest,
        OutOfMemoryPolicy outOfMemoryPolicy,
        int maxNonFiniteSteps) {

    private static final String BEST = "best";

    static ResolvedHyperparameters of(Hyperparameters all) {
        return new ResolvedHyperparameters(
                all.gradientAccumulationSteps(),
                all.learningRate(),
                all.discriminatorLearningRate() == null ? all.learningRate() : all.discriminatorLearningRate(),
                new AdamW.Settings(all.beta1(), all.beta2(), all.epsilon(), all.weightDecay()),
                all.maxGradientNorm(),
                all.fp16(),
                coefficients(all.lossWeights()),
                all.dropout(),
                all.emaDecay(),
                all.validationFraction(),
                all.patience(),
                all.minEpochs(),
                all.publish().equals(BEST),
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
}
