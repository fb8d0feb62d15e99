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

    @Option(names = "--epochs", description = "Default: ${bundle:default.epochs}")
    Integer epochs;

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
        chosen.put("epochs", epochs);
        chosen.put("fp16", fp16);
        chosen.putAll(more);
        return Hyperparameters.of(chosen);
    }
}
