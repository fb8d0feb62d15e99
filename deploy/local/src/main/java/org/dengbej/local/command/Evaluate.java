package org.dengbej.local.command;

import ai.djl.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dengbej.evaluation.MelFrames;
import org.dengbej.evaluation.RecordedUtterance;
import org.dengbej.evaluation.VoiceEvaluator;
import org.dengbej.evaluation.report.EvaluationReport;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.PrepareDataset;
import org.dengbej.files.OutputFolder;
import org.dengbej.local.CommandException;
import org.dengbej.local.client.EventClient;
import org.dengbej.local.client.JobClient;
import org.dengbej.local.client.ModelReferences;
import org.dengbej.local.client.PreparedRecordings;
import org.dengbej.local.report.EvaluatedVoices;
import org.dengbej.local.stack.Stack;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.Voice;
import org.dengbej.vits.engine.Devices;
import org.dengbej.vits.loss.MelSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "evaluate",
        description =
                "Measures a voice, or two beside each other, on recordings that it never learned from: it speaks their texts, and what it says is compared with them.",
        mixinStandardHelpOptions = true)
public final class Evaluate implements Callable<Integer> {

    private static final int MAX_VOICES = 2;

    /** Of a batch that is read again at once: as few records as a training's. */
    private static final int BATCH_UTTERANCES = 16;

    @Mixin
    StackMixin options;

    @Mixin
    HubMixin hub;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR|ID",
            description =
                    "A model folder or a Hugging Face id; twice: two voices are compared, the second with the first")
    List<String> models;

    @Option(
            names = {"--data", "--data_dir"},
            required = true,
            paramLabel = "DIR",
            description = "Recordings, in any of the layouts below")
    Path data;

    @Option(
            names = "--max",
            defaultValue = "50",
            paramLabel = "N",
            description = "Utterances that are spoken at most; 0: all. Default: ${DEFAULT-VALUE}")
    int max;

    @Option(
            names = "--output_dir",
            paramLabel = "DIR",
            description = "Will hold report.html and measures.json. Default: they are not written")
    Path outputDir;

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "The same seed gives the same speech. Default: ${DEFAULT-VALUE}")
    long seed;

    @Mixin
    RecordingsMixin recordings;

    @Mixin
    OverwriteMixin overwrite;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (models.size() > MAX_VOICES) {
            throw new CommandException("one voice or two are evaluated, found %d: %s".formatted(models.size(), models));
        }
        SourceMixin.folder(data);
        OutputFolder output = outputDir == null ? null : new OutputFolder(outputDir, "evaluate", overwrite.overwrite);
        if (output != null) {
            output.check(models.stream()
                    .flatMap(model -> Stream.of(ModelReferences.inputs(model, data)))
                    .distinct()
                    .toArray(Path[]::new));
        }
        Device device = Devices.choose(options.device);
        PrintWriter out = spec.commandLine().getOut();
        ModelHub hubs = hub.open();
        List<Path> folders = models.stream().map(hubs::resolve).toList();
        List<List<RecordedUtterance>> recorded = recorded(out);
        List<EvaluationReport.Voice> voices = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            voices.add(evaluate(models.get(i), Voice.read(folders.get(i)), recorded.get(i), device));
        }
        EvaluatedVoices evaluated = new EvaluatedVoices(voices);
        evaluated.print(out);
        if (output != null) {
            output.write(folder -> evaluated.write(folder, "Evaluation on %s".formatted(data)));
            out.printf("Report: %s%n", outputDir.resolve(EvaluationReport.PAGE));
        }
        return 0;
    }

    /** For each voice the recordings at its rate, with the tokens of its alphabet. */
    private List<List<RecordedUtterance>> recorded(PrintWriter out) throws IOException {
        Stack stack = options.stack();
        List<List<RecordedUtterance>> recorded = new ArrayList<>();
        try (Session session = Session.open(stack, out);
                EventClient client = new EventClient(stack.bootstrapServers(), stack::keepUp)) {
            for (String model : models) {
                String name = ModelReferences.unique("evaluate");
                PrepareDataset request = recordings.request(
                        name, data, ModelReferences.model(model), BATCH_UTTERANCES, max, seed, stack.work());
                DatasetPrepared prepared = LastWords.during(() -> new JobClient(client, out).prepare(request), () -> {
                    spec.commandLine().getErr().println("The recordings may still be prepared.");
                    spec.commandLine().getErr().flush();
                });
                recorded.add(PreparedRecordings.read(client.connection(), prepared));
            }
        }
        return recorded;
    }

    private EvaluationReport.Voice evaluate(
            String name, Voice voice, List<RecordedUtterance> recordings, Device device) {
        try (VitsModel model = VitsModel.of(voice, device);
                MelFrames melFrames = new MelFrames(MelSettings.vits(voice.config()), Device.cpu())) {
            VoiceEvaluator evaluator = new VoiceEvaluator(recordings, melFrames, seed);
            return new EvaluationReport.Voice(
                    name,
                    evaluator.evaluate(model, voice.tokenizer(), VoiceEvaluator.Attempt.PLAIN),
                    melFrames.secondsPerFrame());
        }
    }
}
