package org.dengbej.local.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.dengbej.events.Filters;
import org.dengbej.events.PrepareDataset;
import org.dengbej.files.OutputFolder;
import org.dengbej.local.client.EventClient;
import org.dengbej.local.client.JobClient;
import org.dengbej.local.client.ModelReferences;
import org.dengbej.local.stack.Stack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "prepare",
        description = "Filters and converts recordings; leaves wavs/, metadata.csv, rejected.csv and report.html.",
        mixinStandardHelpOptions = true)
public final class Prepare implements Callable<Integer> {

    @Mixin
    StackMixin options;

    @Option(
            names = "--data_dir",
            paramLabel = "DIR",
            description = "Recordings, in any of the layouts below. Default: a data set of the hub")
    Path dataDir;

    @Option(
            names = "--dataset",
            defaultValue = SourceMixin.KURMANJI_COMMON_VOICE,
            paramLabel = "ID[@REVISION]",
            description =
                    "A Hugging Face data set, downloaded once, where there is no --data_dir. Default: ${DEFAULT-VALUE}")
    String dataset;

    @Mixin
    SourceMixin source;

    @Mixin
    SpeakerMixin speakers;

    @Option(
            names = "--keep_dropped",
            description = "Keep utterances whose text has characters that the voice has no form of, without them")
    boolean keepDropped;

    @Option(
            names = "--output_dir",
            defaultValue = "data",
            paramLabel = "DIR",
            description = "Default: ${DEFAULT-VALUE}")
    Path outputDir;

    @Option(names = "--target_sr", defaultValue = "16000", description = "Sample rate in Hz. Default: ${DEFAULT-VALUE}")
    int targetSr;

    @Option(names = "--max_samples", defaultValue = "0", description = "0: all. Default: ${DEFAULT-VALUE}")
    int maxSamples;

    @Option(names = "--min_upvotes", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}")
    int minUpvotes;

    @Option(names = "--max_downvotes", defaultValue = "0", description = "Default: ${DEFAULT-VALUE}")
    int maxDownvotes;

    @Option(
            names = "--model_name",
            defaultValue = Train.KURMANJI,
            description = "The voice whose letters are kept. Default: ${DEFAULT-VALUE}")
    String modelName;

    @Mixin
    SoundMixin sound;

    @Mixin
    OverwriteMixin overwrite;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        new OutputFolder(outputDir, "prepare", overwrite.overwrite)
                .check(dataDir == null ? new Path[0] : ModelReferences.inputs(modelName, dataDir));
        Stack stack = options.stack();
        String name = ModelReferences.unique("prepare");
        PrepareDataset request = new PrepareDataset(
                name,
                dataDir == null ? SourceMixin.dataset(dataset) : SourceMixin.folder(dataDir),
                source.layout,
                ModelReferences.model(modelName),
                targetSr,
                new Filters(minUpvotes, maxDownvotes, null, null, null, keepDropped, sound.filters()),
                null,
                null,
                maxSamples,
                0,
                outputDir.toAbsolutePath().toUri(),
                overwrite.overwrite,
                source.columns(),
                source.split,
                sound.conditioning(),
                speakers.selection(),
                stack.work().report(name).toUri());
        PrintWriter out = spec.commandLine().getOut();
        try (Session session = Session.open(stack, out);
                EventClient client = new EventClient(stack.bootstrapServers(), stack::keepUp)) {
            LastWords.during(() -> new JobClient(client, out).prepare(request), () -> {
                spec.commandLine().getErr().println("The data set may still be prepared.");
                spec.commandLine().getErr().flush();
            });
        }
        out.printf("Prepared: %s%n", outputDir.toAbsolutePath());
        return 0;
    }
}
