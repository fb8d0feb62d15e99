package org.dengbej.events;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The defaults of a training job's hyperparameters by objective and base model; the only place that has their numbers, with the
 * {@link DataRecipe} for those that depend on the data. Two of the hyperparameters have none: {@code fp16} is chosen by the device,
 * {@code discriminatorLearningRate} is the generator's.
 */
public enum TrainingDefaults {
    /** Objective {@code mel}: AdamW as PyTorch has it. */
    MEL(
            4,
            Map.ofEntries(
                    entry("gradientAccumulationSteps", 8),
                    entry("epochs", 10),
                    entry("learningRate", 2e-5),
                    entry("beta1", 0.9),
                    entry("beta2", 0.999),
                    entry("epsilon", 1e-8),
                    entry("maxGradientNorm", 1),
                    entry("learningRateDecay", 1),
                    entry("learningRateWarmUpSteps", 0),
                    entry("discriminatorWarmUpSteps", 0),
                    entry("validationFraction", 0),
                    entry("evaluateEverySteps", 0),
                    entry("patience", 0),
                    entry("checkpointEveryEpochs", 2),
                    entry("checkpointEverySteps", 500),
                    entry("dropout", false),
                    entry("lossWeights", weights(1, 1, 1))),
            Shared.HYPERPARAMETERS),

    /** Objective {@code vits} from weights that have learned: the recipe by which MMS voices are fine-tuned. */
    FINE_TUNING(
            4,
            Map.ofEntries(
                    entry("learningRate", 2e-5),
                    entry("beta1", 0.8),
                    entry("beta2", 0.99),
                    entry("epsilon", 1e-8),
                    entry("maxGradientNorm", 1),
                    entry("learningRateDecay", 0.999875),
                    entry("validationFraction", 0.05),
                    entry("patience", 8),
                    entry("checkpointEveryEpochs", 0),
                    entry("dropout", true),
                    entry("lossWeights", weights(35, 1.5, 3))),
            Shared.HYPERPARAMETERS),

    /** Objective {@code vits} from random weights: the recipe of the original VITS code. */
    NEW_VOICE(
            4,
            Map.of("learningRate", 2e-4, "epsilon", 1e-9, "maxGradientNorm", 0, "lossWeights", weights(45, 1, 1)),
            FINE_TUNING.hyperparameters),

    /** Objective {@code vits} on a few corrections. */
    CORRECTIONS(2, Map.of("learningRate", 1e-5), FINE_TUNING.hyperparameters),

    /** Objective {@code mel} on a few corrections. */
    MEL_CORRECTIONS(2, Map.of("learningRate", 1e-5, "epochs", 5), MEL.hyperparameters);

    /** The defaults that all presets share. */
    private static final class Shared {

        static final Hyperparameters HYPERPARAMETERS = Hyperparameters.of(Map.of(
                "minEpochs",
                1,
                "weightDecay",
                0.01,
                "learningRateSchedule",
                "exponential",
                "publish",
                "best",
                "outOfMemory",
                "split",
                "maxNonFiniteSteps",
                20,
                "emaDecay",
                0));
    }

    private final int batchUtterances;
    private final Hyperparameters hyperparameters;

    TrainingDefaults(int batchUtterances, Map<String, ?> own, Hyperparameters rest) {
        this.batchUtterances = batchUtterances;
        this.hyperparameters = Hyperparameters.of(own).orElse(rest);
    }

    private static Map<String, Double> weights(double mel, double kl, double discriminator) {
        return Map.of(
                "mel",
                mel,
                "kl",
                kl,
                "duration",
                1.0,
                "featureMatching",
                1.0,
                "adversarial",
                1.0,
                "discriminator",
                discriminator);
    }

    /** Utterances per micro-batch at most, for whoever asks for the data set to be prepared. */
    public int batchUtterances() {
        return batchUtterances;
    }

    /** Of a job that sets none. */
    public Hyperparameters hyperparameters() {
        return hyperparameters;
    }

    /** The name in {@link TrainVoice#preset}. */
    public String preset() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Every name that {@link TrainVoice#preset} may have. */
    public static List<String> presets() {
        return Arrays.stream(values()).map(TrainingDefaults::preset).toList();
    }

    /**
     * Those of a job: of the preset that it names, else of its objective and base model.
     *
     * @throws InvalidEventException when the objective is not known
     */
    public static TrainingDefaults of(TrainVoice job) {
        if (job.preset() != null) {
            return valueOf(job.preset().toUpperCase(Locale.ROOT).replace('-', '_'));
        }
        Require.oneOf("TrainVoice", "objective", job.objective(), TrainVoice.OBJECTIVES);
        if (job.objective().equals(TrainVoice.MEL)) {
            return MEL;
        }
        return job.fresh() ? NEW_VOICE : FINE_TUNING;
    }

    /** Those of corrections, by objective. */
    public static TrainingDefaults ofCorrections(String objective) {
        return TrainVoice.MEL.equals(objective) ? MEL_CORRECTIONS : CORRECTIONS;
    }
}
