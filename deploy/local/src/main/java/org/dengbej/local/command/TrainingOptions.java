package org.dengbej.local.command;

import java.util.HashMap;
import java.util.Map;
import org.dengbej.events.Hyperparameters;
import picocli.CommandLine.Option;

/** Options of training besides data. Their defaults are the trainer's, see {@link DefaultsBundle}. */
final class TrainingOptions {

    @Option(
            names = "--batch_size",
            description = "Utterances per micro-batch. Default: ${bundle:default.batchUtterances}")
    Integer batchSize;

    @Option(
            names = "--gradient_accumulation_steps",
            description = "Micro-batches per optimizer step. Default: ${bundle:default.gradientAccumulationSteps}")
    Integer gradientAccumulationSteps;

    @Option(names = "--learning_rate", description = "Default: ${bundle:default.learningRate}")
    Double learningRate;

    @Option(
            names = "--steps",
            description = "Optimizer steps, after which the job ends. Default: by the data, see docs/defaults.md")
    Integer steps;

    @Option(
            names = "--epochs",
            description =
                    "Passes over the data, after which the job ends, instead of --steps. Default: ${bundle:default.epochs}")
    Integer epochs;

    @Option(
            names = "--target_hours",
            paramLabel = "HOURS",
            description =
                    "Hours in which the job is to end, instead of --steps: the speed of its first steps decides how many fit")
    Double targetHours;

    @Option(
            names = "--min_epochs",
            description =
                    "Passes over the data before which neither --target_hours nor --patience ends the job. Default: ${bundle:default.minEpochs}")
    Integer minEpochs;

    @Option(
            names = "--warmup_steps",
            description =
                    "Steps in which the learning rate rises to its value. Default: ${bundle:default.learningRateWarmUpSteps}")
    Integer warmUpSteps;

    @Option(
            names = "--use_scheduler",
            description = "Let the learning rate fall to 0 along a cosine, instead of by a factor each epoch")
    boolean useScheduler;

    @Option(
            names = "--patience",
            description =
                    "Evaluations in a row without a better voice, after which the job ends; 0: never. Default: ${bundle:default.patience}")
    Integer patience;

    @Option(
            names = "--publish",
            paramLabel = "best|last",
            description = "The voice that the job ends with. Default: ${bundle:default.publish}")
    String publish;

    @Option(
            names = "--fp16",
            negatable = true,
            arity = "0..1",
            fallbackValue = "true",
            description = "Half precision. Default: on when a GPU is there")
    Boolean fp16;

    @Option(
            names = "--max_samples",
            defaultValue = "0",
            description = "Utterances at most; 0: all. Default: ${DEFAULT-VALUE}")
    int maxSamples;

    @Option(names = "--seed", defaultValue = "0", description = "Of every random draw. Default: ${DEFAULT-VALUE}")
    long seed;

    @Option(names = "--voice", defaultValue = "voice", description = "Its name. Default: ${DEFAULT-VALUE}")
    String voice;

    @Option(
            names = "--objective",
            defaultValue = "vits",
            description = "vits, or mel, which the scripts had. Default: ${DEFAULT-VALUE}")
    String objective;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "Any other hyperparameter of a TrainVoice job, e.g. discriminatorLearningRate=1e-4; docs/defaults.md lists them")
    Map<String, String> more = Map.of();

    @Option(
            names = "--cancel-on-exit",
            description = "Cancel the job when this command is ended before it; without it, the job goes on")
    boolean cancelOnExit;

    /** Those that were asked for; the trainer knows the others. */
    Hyperparameters hyperparameters() {
        Map<String, Object> chosen = new HashMap<>();
        chosen.put("gradientAccumulationSteps", gradientAccumulationSteps);
        chosen.put("learningRate", learningRate);
        chosen.put("steps", steps);
        chosen.put("epochs", epochs);
        chosen.put("targetHours", targetHours);
        chosen.put("minEpochs", minEpochs);
        chosen.put("learningRateWarmUpSteps", warmUpSteps);
        chosen.put("learningRateSchedule", useScheduler ? "cosine" : null);
        chosen.put("patience", patience);
        chosen.put("publish", publish);
        chosen.put("fp16", fp16);
        chosen.putAll(more);
        return Hyperparameters.of(chosen);
    }
}
