package org.dengbej.events;

import java.util.List;
import java.util.Map;

/**
 * Every hyperparameter of a training job. An absent field takes the default of the job's preset, see {@link TrainingDefaults}.
 *
 * @param gradientAccumulationSteps  micro-batches per optimizer step
 * @param learningRate               of the generator, in the first epoch
 * @param epochs                     passes over the data sets
 * @param fp16                       loss scaling and half precision; absent in the preset too: on when there is a GPU
 * @param beta1                      of AdamW
 * @param beta2                      of AdamW
 * @param epsilon                    of AdamW
 * @param weightDecay                of AdamW
 * @param maxGradientNorm            global norm to clip to, for each of the networks; 0: none
 * @param checkpointEveryEpochs      epochs from one checkpoint to the next; 0: none at epochs' ends
 * @param checkpointEverySteps       optimizer steps from one checkpoint to the next; 0: none between epochs' ends
 * @param discriminatorLearningRate  absent in the preset too: that of the generator
 * @param learningRateDecay          factor of both learning rates from one epoch to the next
 * @param discriminatorWarmUpSteps   steps in which new discriminators learn before the generator's loss includes their scores
 * @param outOfMemory                policy for a batch that does not fit: {@code split} it and skip only what does not fit alone, or
 *                                   {@code skip} it
 * @param maxNonFiniteSteps          steps in a row without a finite loss and gradient, after which the job fails
 * @param validationFraction         of the utterances, which are not learned from but measured after each epoch; 0: none
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

    /** The values of {@code outOfMemory}. */
    public static final List<String> OUT_OF_MEMORY = List.of("split", "skip");

    /** None of them set. */
    public static final Hyperparameters EMPTY = of(Map.of());

    /**
     * Some by their names, the rest absent.
     *
     * @throws InvalidEventException for a name that is none of these, or a value that breaks a rule
     */
    public static Hyperparameters of(Map<String, ?> some) {
        return EventJson.convert(some, Hyperparameters.class);
    }

    public Hyperparameters {
        atLeast("gradientAccumulationSteps", gradientAccumulationSteps, 1);
        moreThanZero("learningRate", learningRate);
        atLeast("epochs", epochs, 1);
        between("beta1", beta1, 0, 0.999999);
        between("beta2", beta2, 0, 0.9999999);
        moreThanZero("epsilon", epsilon);
        atLeast("weightDecay", weightDecay, 0);
        atLeast("maxGradientNorm", maxGradientNorm, 0);
        atLeast("checkpointEveryEpochs", checkpointEveryEpochs, 0);
        atLeast("checkpointEverySteps", checkpointEverySteps, 0);
        moreThanZero("discriminatorLearningRate", discriminatorLearningRate);
        moreThanZero("learningRateDecay", learningRateDecay);
        atLeast("discriminatorWarmUpSteps", discriminatorWarmUpSteps, 0);
        if (outOfMemory != null) {
            Require.oneOf("Hyperparameters", "outOfMemory", outOfMemory, OUT_OF_MEMORY);
        }
        atLeast("maxNonFiniteSteps", maxNonFiniteSteps, 1);
        between("validationFraction", validationFraction, 0, 0.5);
    }

    /** These, and where one is absent, that of {@code defaults}. */
    public Hyperparameters orElse(Hyperparameters defaults) {
        return new Hyperparameters(
                or(gradientAccumulationSteps, defaults.gradientAccumulationSteps),
                or(learningRate, defaults.learningRate),
                or(epochs, defaults.epochs),
                or(fp16, defaults.fp16),
                or(beta1, defaults.beta1),
                or(beta2, defaults.beta2),
                or(epsilon, defaults.epsilon),
                or(weightDecay, defaults.weightDecay),
                or(maxGradientNorm, defaults.maxGradientNorm),
                or(checkpointEveryEpochs, defaults.checkpointEveryEpochs),
                or(checkpointEverySteps, defaults.checkpointEverySteps),
                or(discriminatorLearningRate, defaults.discriminatorLearningRate),
                or(learningRateDecay, defaults.learningRateDecay),
                or(discriminatorWarmUpSteps, defaults.discriminatorWarmUpSteps),
                or(outOfMemory, defaults.outOfMemory),
                or(maxNonFiniteSteps, defaults.maxNonFiniteSteps),
                or(validationFraction, defaults.validationFraction),
                lossWeights == null ? defaults.lossWeights : lossWeights.orElse(defaults.lossWeights));
    }

    private static <T> T or(T own, T otherwise) {
        return own == null ? otherwise : own;
    }

    private static void atLeast(String field, Number value, double least) {
        if (value != null) {
            Require.atLeast("Hyperparameters", field, value.doubleValue(), least);
        }
    }

    private static void moreThanZero(String field, Double value) {
        if (value != null) {
            Require.moreThan("Hyperparameters", field, value, 0);
        }
    }

    private static void between(String field, Double value, double least, double most) {
        if (value != null) {
            Require.between("Hyperparameters", field, value, least, most);
        }
    }
}
