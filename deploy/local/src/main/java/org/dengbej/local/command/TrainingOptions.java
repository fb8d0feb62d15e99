package org.dengbej.local.command;

import java.util.HashMap;
import java.util.Map;
import org.dengbej.events.Hyperparameters;
import picocli.CommandLine.Option;

/** What training takes besides data; each command brings its own defaults. */
final class TrainingOptions {

    @Option(names = "--batch_size", description = "Utterances a micro-batch. Default: 4; 2 for train-feedback")
    Integer batchSize;

    @Option(
            names = "--gradient_accumulation_steps",
            defaultValue = "8",
            description = "Micro-batches an optimizer step. Default: ${DEFAULT-VALUE}")
    int gradientAccumulationSteps;

    @Option(names = "--learning_rate", description = "Default: 2e-5; 1e-5 for train-feedback")
    Double learningRate;

    @Option(names = "--epochs", description = "Default: 10; 5 for train-feedback")
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
            description = "Any other hyperparameter of a TrainVoice job, e.g. discriminatorLearningRate=1e-4")
    Map<String, String> more = Map.of();

    int batchSize(int otherwise) {
        return batchSize == null ? otherwise : batchSize;
    }

    Hyperparameters hyperparameters(double defaultLearningRate, int defaultEpochs) {
        Map<String, Object> chosen = new HashMap<>();
        chosen.put("gradientAccumulationSteps", gradientAccumulationSteps);
        chosen.put("learningRate", learningRate == null ? defaultLearningRate : learningRate);
        chosen.put("epochs", epochs == null ? defaultEpochs : epochs);
        chosen.put("fp16", fp16);
        chosen.putAll(more);
        return Hyperparameters.of(chosen);
    }
}
