package org.dengbej.local.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.dengbej.events.Filters;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.SpeakerSelection;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.TrainingDefaults;
import org.dengbej.events.WeightedDataset;
import org.dengbej.local.client.ModelReferences;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "train-feedback",
        description = "Fine-tunes a voice on corrections; leaves feedback_model/.",
        mixinStandardHelpOptions = true,
        resourceBundle = "org.dengbej.local.command.DefaultsBundle")
public final class TrainFeedback implements Callable<Integer> {

    @Mixin
    StackMixin options;

    @Mixin
    TrainingOptions training;

    @Option(
            names = "--feedback_dir",
            defaultValue = "feedback",
            paramLabel = "DIR",
            description =
                    "Corrections: pairs of WAV and TXT, or any layout that prepare takes. Default: ${DEFAULT-VALUE}")
    Path feedbackDir;

    @Option(
            names = "--base_data_dir",
            paramLabel = "DIR",
            description =
                    "Recordings on which the voice was made, mixed with the corrections so that it forgets nothing over them. Default: none")
    Path baseDataDir;

    @Option(
            names = "--base_share",
            defaultValue = "0.667",
            paramLabel = "SHARE",
            description = "Of an epoch's utterances that come from --base_data_dir. Default: ${DEFAULT-VALUE}")
    double baseShare;

    @Option(
            names = "--model_dir",
            defaultValue = "output/final_model",
            paramLabel = "DIR",
            description = "The voice that was corrected. Default: ${DEFAULT-VALUE}")
    Path modelDir;

    @Option(
            names = "--output_dir",
            defaultValue = "output",
            paramLabel = "DIR",
            description = "Will hold feedback_model/. Default: ${DEFAULT-VALUE}")
    Path outputDir;

    @Option(
            names = "--base_model",
            defaultValue = Train.KURMANJI,
            description = "Where to start when there is no such folder. Default: ${DEFAULT-VALUE}")
    String baseModel;

    @Mixin
    SoundMixin sound;

    @Mixin
    OverwriteMixin overwrite;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String model = ModelReferences.model(Files.isDirectory(modelDir) ? modelDir.toString() : baseModel);
        Path[] recordings = baseDataDir == null ? new Path[] {feedbackDir} : new Path[] {feedbackDir, baseDataDir};
        new TrainingTask(
                        name -> datasets(name, model),
                        name -> job(name, model),
                        ModelReferences.inputs(model, recordings))
                .run(
                        options.stack(),
                        "feedback",
                        overwrite.overwrite,
                        training.cancelOnExit,
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr());
        return 0;
    }

    private TrainingDefaults defaults() {
        return TrainingDefaults.ofCorrections(training.objective);
    }

    private List<PrepareDataset> datasets(String name, String model) {
        PrepareDataset corrections = dataset(name, feedbackDir, model, 0, SpeakerSelection.EVERYBODY);
        return baseDataDir == null
                ? List.of(corrections)
                : List.of(corrections, dataset(base(name), baseDataDir, model, null, null));
    }

    private static String base(String name) {
        return name + "-base";
    }

    /** {@code minUpVotes}, {@code speakers}: null: as any data set has them by default. */
    private PrepareDataset dataset(
            String name, Path folder, String model, Integer minUpVotes, SpeakerSelection speakers) {
        return new PrepareDataset(
                name,
                SourceMixin.folder(folder),
                null,
                model,
                null,
                new Filters(minUpVotes, null, null, null, null, null, sound.filters()),
                training.batchSize == null ? defaults().batchUtterances() : training.batchSize,
                null,
                training.maxSamples,
                training.seed,
                null,
                null,
                null,
                null,
                sound.conditioning(),
                speakers,
                null);
    }

    private TrainVoice job(String name, String model) {
        Path output = outputDir.toAbsolutePath();
        return new TrainVoice(
                training.voice,
                name,
                model,
                baseDataDir == null
                        ? List.of(new WeightedDataset(name, null))
                        : List.of(new WeightedDataset(name, null), new WeightedDataset(base(name), null, baseShare)),
                training.objective,
                defaults().preset(),
                training.hyperparameters(),
                output.toUri(),
                output.resolve("feedback_checkpoints").toUri(),
                output.resolve("feedback_model").toUri(),
                training.seed,
                List.of());
    }
}
