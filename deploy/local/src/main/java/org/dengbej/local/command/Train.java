package org.dengbej.local.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.WeightedDataset;
import org.dengbej.local.client.ModelReferences;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        description = "Trains a voice on recordings; leaves checkpoints/ and final_model/.",
        mixinStandardHelpOptions = true,
        resourceBundle = "org.dengbej.local.command.DefaultsBundle")
public final class Train implements Callable<Integer> {

    static final String KURMANJI = "facebook/mms-tts-kmr-script_latin";

    @Mixin
    StackMixin options;

    @Mixin
    TrainingOptions training;

    @Option(
            names = "--data_dir",
            defaultValue = "data",
            paramLabel = "DIR",
            description = "Recordings, as prepare leaves or takes them. Default: ${DEFAULT-VALUE}")
    Path dataDir;

    @Option(names = "--checkpoint_dir", paramLabel = "DIR", description = "Default: checkpoints in the output folder")
    Path checkpointDir;

    @Option(
            names = "--output_dir",
            defaultValue = "output",
            paramLabel = "DIR",
            description = "Will hold final_model/. Default: ${DEFAULT-VALUE}")
    Path outputDir;

    @Option(
            names = "--model_name",
            defaultValue = KURMANJI,
            description =
                    "Where to start: a folder, a Hugging Face id, or fresh: and a folder. Default: ${DEFAULT-VALUE}")
    String modelName;

    @Mixin
    RecordingsMixin recordings;

    @Mixin
    OverwriteMixin overwrite;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String model = ModelReferences.model(modelName);
        new TrainingTask(
                        name -> List.of(dataset(name, model)),
                        name -> job(name, model),
                        ModelReferences.inputs(model, dataDir))
                .run(
                        options.stack(),
                        "train",
                        overwrite.overwrite,
                        training.cancelOnExit,
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr());
        return 0;
    }

    private PrepareDataset dataset(String name, String model) {
        return recordings.request(
                name,
                dataDir,
                ModelReferences.tokenizer(model),
                training.batchSize,
                training.maxSamples,
                training.seed,
                options.stack().work());
    }

    private TrainVoice job(String name, String model) {
        return new TrainVoice(
                training.voice,
                name,
                model,
                List.of(new WeightedDataset(name, null)),
                training.objective,
                null,
                training.hyperparameters(),
                outputDir.toAbsolutePath().toUri(),
                checkpointDir == null ? null : checkpointDir.toAbsolutePath().toUri(),
                null,
                training.seed,
                List.of());
    }
}
