package org.dengbej.events;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Every hyperparameter of a training job. An absent field takes the default of the job's preset, see {@link TrainingDefaults}, or, where
 * the preset has none, what the {@link DataRecipe} finds for the data. The length of a job is given by one of {@code steps},
 * {@code epochs} and {@code targetHours}.
 *
 * @param gradientAccumulationSteps  micro-batches per optimizer step
 * @param learningRate               of the generator, in the first epoch
 * @param steps                      optimizer steps, after which the job ends
 * @param epochs                     passes over the data sets, after which the job ends
 * @param targetHours                hours in which the job is to end: the speed of its first steps decides how many steps fit
 * @param minEpochs                  passes over the data sets before which neither the target nor early stopping ends the job
 * @param fp16                       loss scaling and half precision; absent in the preset too: on when there is a GPU
 * @param beta1                      of AdamW
 * @param beta2                      of AdamW
 * @param epsilon                    of AdamW
 * @param weightDecay                of AdamW
 * @param maxGradientNorm            global norm to clip to, for each of the networks; 0: none
 * @param evaluateEverySteps         optimizer steps from one evaluation to the next; 0: at epochs' ends
 * @param patience                   evaluations in a row without a better voice, after which the job ends; 0: never
 * @param publish                    the voice that the job ends with: the {@code best} of its evaluations, or the {@code last}
 * @param checkpointEveryEpochs      epochs from one checkpoint to the next; 0: none at epochs' ends
 * @param checkpointEverySteps       optimizer steps from one checkpoint to the next; 0: none between epochs' ends
 * @param discriminatorLearningRate  absent in the preset too: that of the generator
 * @param learningRateDecay          factor of both learning rates from one epoch to the next, in the schedule {@code exponential}
 * @param learningRateSchedule       {@code exponential}, or {@code cosine}: from the full rate to 0 at the last step
 * @param learningRateWarmUpSteps    steps in which both learning rates rise linearly to their values
 * @param discriminatorWarmUpSteps   steps in which new discriminators learn before the generator's loss includes their scores
 * @param outOfMemory                policy for a batch that does not fit: {@code split} it and skip only what does not fit alone, or
 *                                   {@code skip} it
 * @param maxNonFiniteSteps          steps in a row without a finite loss and gradient, after which the job fails
 * @param validationFraction         of the utterances, which are not learned from but measured at each evaluation; 0: none
 * @param dropout                    dropout with the configuration's probabilities, in objective {@code vits}
 * @param emaDecay                   of the exponential moving average of the generator's weights, which is then what is evaluated and
 *                                   saved; 0: none
 * @param lossWeights                of the {@code vits} objective
 */
public record Hyperparameters(
        Integer gradientAccumulationSteps,
        Double learningRate,
        Integer steps,
        Integer epochs,
        Double targetHours,
        Integer minEpochs,
        Boolean fp16,
        Double beta1,
        Double beta2,
        Double epsilon,
        Double weightDecay,
        Double maxGradientNorm,
        Integer evaluateEverySteps,
        Integer patience,
        String publish,
        Integer checkpointEveryEpochs,
        Integer checkpointEverySteps,
        Double discriminatorLearningRate,
        Double learningRateDecay,
        String learningRateSchedule,
        Integer learningRateWarmUpSteps,
        Integer discriminatorWarmUpSteps,
        String outOfMemory,
        Integer maxNonFiniteSteps,
        Double validationFraction,
        Boolean dropout,
        Double emaDecay,
        LossWeights lossWeights) {

    /** The values of {@code outOfMemory}. */
    public static final List<String> OUT_OF_MEMORY = List.of("split", "skip");

    /** The values of {@code learningRateSchedule}. */
    public static final List<String> SCHEDULES = List.of("exponential", "cosine");

    /** The values of {@code publish}. */
    public static final List<String> PUBLISH = List.of("best", "last");

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
        atLeast("steps", steps, 1);
        atLeast("epochs", epochs, 1);
        moreThanZero("targetHours", targetHours);
        atLeast("minEpochs", minEpochs, 0);
        if (Stream.of(steps, epochs, targetHours).filter(Objects::nonNull).count() > 1) {
            throw new InvalidEventException(
                    "Hyperparameters: one of steps, epochs and targetHours says how long a job trains, found steps %s, epochs %s and targetHours %s"
                            .formatted(steps, epochs, targetHours));
        }
        between("beta1", beta1, 0, 0.999999);
        between("beta2", beta2, 0, 0.9999999);
        moreThanZero("epsilon", epsilon);
        atLeast("weightDecay", weightDecay, 0);
        atLeast("maxGradientNorm", maxGradientNorm, 0);
        atLeast("evaluateEverySteps", evaluateEverySteps, 0);
        atLeast("patience", patience, 0);
        oneOf("publish", publish, PUBLISH);
        atLeast("checkpointEveryEpochs", checkpointEveryEpochs, 0);
        atLeast("checkpointEverySteps", checkpointEverySteps, 0);
        moreThanZero("discriminatorLearningRate", discriminatorLearningRate);
        moreThanZero("learningRateDecay", learningRateDecay);
        oneOf("learningRateSchedule", learningRateSchedule, SCHEDULES);
        atLeast("learningRateWarmUpSteps", learningRateWarmUpSteps, 0);
        atLeast("discriminatorWarmUpSteps", discriminatorWarmUpSteps, 0);
        oneOf("outOfMemory", outOfMemory, OUT_OF_MEMORY);
        atLeast("maxNonFiniteSteps", maxNonFiniteSteps, 1);
        between("validationFraction", validationFraction, 0, 0.5);
        between("emaDecay", emaDecay, 0, 0.999999);
    }

    /** True when they say how long the job trains. */
    boolean haveLength() {
        return steps != null || epochs != null || targetHours != null;
    }

    /** These, and where one is absent, that of {@code defaults}. */
    public Hyperparameters orElse(Hyperparameters defaults) {
        return new Hyperparameters(
                or(gradientAccumulationSteps, defaults.gradientAccumulationSteps),
                or(learningRate, defaults.learningRate),
                haveLength() ? steps : defaults.steps,
                haveLength() ? epochs : defaults.epochs,
                haveLength() ? targetHours : defaults.targetHours,
                or(minEpochs, defaults.minEpochs),
                or(fp16, defaults.fp16),
                or(beta1, defaults.beta1),
                or(beta2, defaults.beta2),
                or(epsilon, defaults.epsilon),
                or(weightDecay, defaults.weightDecay),
                or(maxGradientNorm, defaults.maxGradientNorm),
                or(evaluateEverySteps, defaults.evaluateEverySteps),
                or(patience, defaults.patience),
                or(publish, defaults.publish),
                or(checkpointEveryEpochs, defaults.checkpointEveryEpochs),
                or(checkpointEverySteps, defaults.checkpointEverySteps),
                or(discriminatorLearningRate, defaults.discriminatorLearningRate),
                or(learningRateDecay, defaults.learningRateDecay),
                or(learningRateSchedule, defaults.learningRateSchedule),
                or(learningRateWarmUpSteps, defaults.learningRateWarmUpSteps),
                or(discriminatorWarmUpSteps, defaults.discriminatorWarmUpSteps),
                or(outOfMemory, defaults.outOfMemory),
                or(maxNonFiniteSteps, defaults.maxNonFiniteSteps),
                or(validationFraction, defaults.validationFraction),
                or(dropout, defaults.dropout),
                or(emaDecay, defaults.emaDecay),
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

    private static void oneOf(String field, String value, List<String> values) {
        if (value != null) {
            Require.oneOf("Hyperparameters", field, value, values);
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
