package org.dengbej.events;

import java.util.Map;
import java.util.Set;

/**
 * The recipe by data: the hyperparameters of a job of the objective {@code vits} that its preset leaves to the amount of data. A small set
 * is learned in some 2000 steps of 16 utterances, as finetune-hf-vits recommends for 80 to 150 clips; the number of steps grows with
 * the square root of a larger set, since what is new in each further hour grows less than its length.
 *
 * @param utterances learned from in an epoch
 * @param batches    micro-batches of an epoch
 * @param speakers   that the voice learns, at least 1; 1 for a voice of one speaker, whoever speaks
 */
public record DataRecipe(int utterances, int batches, int speakers) {

    /** The hyperparameters that a preset may leave to the data. */
    public static final Set<String> NAMES = Set.of(
            "gradientAccumulationSteps",
            "steps",
            "learningRateWarmUpSteps",
            "discriminatorWarmUpSteps",
            "evaluateEverySteps",
            "checkpointEverySteps");

    /** Evaluations of a job whose interval follows from its steps. */
    public static final int EVALUATIONS = 20;

    private static final int STEP_UTTERANCES = 16;
    private static final int SMALL_SET_UTTERANCES = 150;
    private static final int MIN_INTERVAL_STEPS = 10;

    /**
     * The length of a job by its preset.
     *
     * @param min  steps of the least data
     * @param per  steps for each utterance of a small set
     * @param max  steps of a small set, and with the square root of a larger one's size
     * @param perSpeaker at least, for each speaker that is learned
     * @param warmUp of the learning rate, as a share of the steps
     * @param discriminatorWarmUp of discriminators that are new, likewise
     */
    private record Length(int min, int per, int max, int perSpeaker, double warmUp, double discriminatorWarmUp) {

        static Length of(TrainingDefaults preset) {
            return switch (preset) {
                case NEW_VOICE -> new Length(10_000, 100, 10_000, 100, 0.01, 0.02);
                case CORRECTIONS, MEL_CORRECTIONS -> new Length(20, 5, 1000, 10, 0.02, 0.1);
                case FINE_TUNING, MEL -> new Length(200, 25, 2000, 100, 0.01, 0.1);
            };
        }

        int steps(int utterances, int speakers) {
            double steps = utterances <= SMALL_SET_UTTERANCES
                    ? Math.min(max, (double) per * utterances)
                    : max * Math.sqrt((double) utterances / SMALL_SET_UTTERANCES);
            return (int) Math.max(Math.max(min, steps), (double) perSpeaker * speakers);
        }
    }

    public DataRecipe {
        Require.atLeast("DataRecipe", "utterances", utterances, 1);
        Require.atLeast("DataRecipe", "batches", batches, 1);
        Require.atLeast("DataRecipe", "speakers", speakers, 1);
    }

    /**
     * Hyperparameters with those that the data decides, for discriminators that are new.
     *
     * @param asked  the job's, with its preset's where it has none
     * @param preset of the job
     */
    public Hyperparameters complete(Hyperparameters asked, TrainingDefaults preset) {
        Length length = Length.of(preset);
        int steps = steps(asked, preset);
        int interval = Math.max(steps / EVALUATIONS, Math.min(steps, MIN_INTERVAL_STEPS));
        Hyperparameters found = Hyperparameters.of(Map.of(
                "gradientAccumulationSteps",
                accumulation(),
                "steps",
                steps,
                "learningRateWarmUpSteps",
                (int) (steps * length.warmUp),
                "discriminatorWarmUpSteps",
                (int) (steps * length.discriminatorWarmUp),
                "evaluateEverySteps",
                interval,
                "checkpointEverySteps",
                interval));
        return asked.orElse(found);
    }

    /** Optimizer steps of a job: those that it asks for, else those of the data; for target hours, until its speed is known. */
    public int steps(Hyperparameters asked, TrainingDefaults preset) {
        if (asked.steps() != null) {
            return asked.steps();
        }
        if (asked.epochs() == null) {
            return Length.of(preset).steps(utterances, speakers);
        }
        int accumulation =
                asked.gradientAccumulationSteps() == null ? accumulation() : asked.gradientAccumulationSteps();
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, (long) asked.epochs() * stepsPerEpoch(accumulation)));
    }

    /** Optimizer steps of an epoch, of which the last may hold fewer micro-batches. */
    public int stepsPerEpoch(int accumulation) {
        return (batches + accumulation - 1) / accumulation;
    }

    /** Micro-batches that hold about {@value #STEP_UTTERANCES} utterances, or all that there are. */
    private int accumulation() {
        double perBatch = (double) utterances / batches;
        return Math.max(1, Math.min(batches, (int) Math.round(STEP_UTTERANCES / perBatch)));
    }
}
