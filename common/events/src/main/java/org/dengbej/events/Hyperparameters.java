package org.dengbej.events;

import java.util.List;
import java.util.Map;

/**
 * Every hyperparameter of a training job. An absent field has its default; where there are two, the first is that of the {@code mel}
 * objective, the second that of {@code vits}, and a third that of {@code vits} for a new voice.
 *
 * @param gradientAccumulationSteps  micro-batches a step; 8
 * @param learningRate               2e-5, 2e-5, 2e-4
 * @param epochs                     10
 * @param fp16                       loss scaling and half precision; absent: on when a GPU is there
 * @param beta1                      of AdamW; 0.9, 0.8
 * @param beta2                      of AdamW; 0.999, 0.99
 * @param epsilon                    of AdamW; 1e-8, 1e-8, 1e-9
 * @param weightDecay                of AdamW; 0.01
 * @param maxGradientNorm            global norm to clip to, for each of the networks; 0: none; 1, 1, 0
 * @param checkpointEveryEpochs      2; 0: never
 * @param checkpointEverySteps       500; 0: never
 * @param discriminatorLearningRate  absent: that of the generator
 * @param learningRateDecay          factor of both learning rates from one epoch to the next; 1, 0.999875
 * @param discriminatorWarmUpSteps   steps in which new discriminators learn before the generator hears them; 200
 * @param outOfMemory                what becomes of a batch that does not fit: {@code split} it and skip only what does not fit
 *                                   alone, or {@code skip} it; split
 * @param maxNonFiniteSteps          steps in a row without a finite loss and gradient, after which the job stops; 20
 * @param validationFraction               of the utterances, which are not learned from but measured after each epoch; 0: none; 0, 0.05
 * @param lossWeights                of the {@code vits} objective
 */
public record Hyperparameters(
        Integer gradientAccumulationSteps,
        Double learningRate,
        Integer epochs,
        Boolean fp16,
        Double beta1,
        Double beta2,
        Double epsilon,
        Double weightDecay,
        Double maxGradientNorm,
        Integer checkpointEveryEpochs,
        Integer checkpointEverySteps,
        Double discriminatorLearningRate,
        Double learningRateDecay,
        Integer discriminatorWarmUpSteps,
        String outOfMemory,
        Integer maxNonFiniteSteps,
        Double validationFraction,
        LossWeights lossWeights) {

    /** What {@code outOfMemory} may be. */
    public static final List<String> OUT_OF_MEMORY = List.of("split", "skip");

    public static final Hyperparameters DEFAULT = of(Map.of());

    /**
     * Some by their names, the rest by default.
     *
     * @throws InvalidEventException for a name that is none of these, or a value that breaks a rule
     */
    public static Hyperparameters of(Map<String, ?> some) {
        return EventJson.convert(some, Hyperparameters.class);
    }

    public Hyperparameters {
        gradientAccumulationSteps = gradientAccumulationSteps == null ? 8 : gradientAccumulationSteps;
        epochs = epochs == null ? 10 : epochs;
        weightDecay = weightDecay == null ? 0.01 : weightDecay;
        checkpointEveryEpochs = checkpointEveryEpochs == null ? 2 : checkpointEveryEpochs;
        checkpointEverySteps = checkpointEverySteps == null ? 500 : checkpointEverySteps;
        discriminatorWarmUpSteps = discriminatorWarmUpSteps == null ? 200 : discriminatorWarmUpSteps;
        outOfMemory = outOfMemory == null ? OUT_OF_MEMORY.get(0) : outOfMemory;
        maxNonFiniteSteps = maxNonFiniteSteps == null ? 20 : maxNonFiniteSteps;
        lossWeights = lossWeights == null ? LossWeights.DEFAULT : lossWeights;
        Require.atLeast("Hyperparameters", "gradientAccumulationSteps", gradientAccumulationSteps, 1);
        Require.atLeast("Hyperparameters", "epochs", epochs, 1);
        Require.atLeast("Hyperparameters", "weightDecay", weightDecay, 0);
        Require.atLeast("Hyperparameters", "checkpointEveryEpochs", checkpointEveryEpochs, 0);
        Require.atLeast("Hyperparameters", "checkpointEverySteps", checkpointEverySteps, 0);
        Require.atLeast("Hyperparameters", "discriminatorWarmUpSteps", discriminatorWarmUpSteps, 0);
        Require.oneOf("Hyperparameters", "outOfMemory", outOfMemory, OUT_OF_MEMORY);
        Require.atLeast("Hyperparameters", "maxNonFiniteSteps", maxNonFiniteSteps, 1);
        moreThanZero("learningRate", learningRate);
        moreThanZero("discriminatorLearningRate", discriminatorLearningRate);
        moreThanZero("learningRateDecay", learningRateDecay);
        moreThanZero("epsilon", epsilon);
        if (beta1 != null) {
            Require.between("Hyperparameters", "beta1", beta1, 0, 0.999999);
        }
        if (beta2 != null) {
            Require.between("Hyperparameters", "beta2", beta2, 0, 0.9999999);
        }
        if (validationFraction != null) {
            Require.between("Hyperparameters", "validationFraction", validationFraction, 0, 0.5);
        }
        if (maxGradientNorm != null) {
            Require.atLeast("Hyperparameters", "maxGradientNorm", maxGradientNorm, 0);
        }
    }

    private static void moreThanZero(String field, Double value) {
        if (value != null) {
            Require.moreThan("Hyperparameters", field, value, 0);
        }
    }
}
