package org.dengbej.local.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.WeightedDataset;
import org.dengbej.local.client.EventClient;
import org.dengbej.local.stack.Stack;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.Voice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "The main job on sample data: prepares it, trains a small new voice, opens the rating page.",
        mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {

    private static final String KURMANJI_LETTERS = "abcçdeêfghiîjklmnopqrsştuûvwxyz'-";
    private static final String VOICE = "demo";
    private static final long SEED = 20;

    /** Two to four minutes on two cores. */
    private static final int EPOCHS = 12;

    private static final int BATCH_UTTERANCES = 8;

    @Mixin
    StackMixin options;

    @Option(
            names = "--headless",
            description = "Play the listener too, wait for the fine-tuned voice, write report.json and stop")
    boolean headless;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        long beganNanos = System.nanoTime();
        Stack stack = options.stack();
        PrintWriter out = spec.commandLine().getOut();
        Path folder = stack.work().path().resolve("demo").resolve(Names.unique("run"));
        try (Session session = Session.open(stack, out);
                EventClient client = new EventClient(stack.bootstrapServers(), stack::assertAlive)) {
            Path samples = stack.home().resolve("deploy/sample-data");
            String voice = Names.unique(VOICE);
            Work work = new Work(client, out);
            DatasetPrepared dataset = work.prepare(dataset(samples, newVoice(folder.resolve("new-voice"))));
            Work.Trained trained = work.train(job(voice, dataset.dataset(), folder, samples));
            out.printf("Rate the voice: %s%n", stack.feedbackUrl());
            out.flush();
            if (headless) {
                DemoListener.Heard heard = new DemoListener(stack, voice, samples, client, work, out).listen(trained);
                double seconds = (System.nanoTime() - beganNanos) / 1e9;
                Path report = DemoReport.write(stack.work().path(), dataset, trained, heard, seconds);
                out.printf("Report: %s%n", report);
            } else {
                out.println("Ctrl-C stops everything.");
                out.flush();
                Thread.currentThread().join();
            }
        }
        return 0;
    }

    private static Path newVoice(Path folder) throws IOException {
        Tokenizer tokenizer = Tokenizer.forAlphabet(KURMANJI_LETTERS);
        Voice.fresh(VitsConfig.demo(tokenizer.vocabSize()), tokenizer, SEED).write(folder);
        return folder;
    }

    private static PrepareDataset dataset(Path samples, Path voice) {
        return new PrepareDataset(
                Names.unique("sample-data"),
                samples.toUri(),
                Sources.layout(samples),
                voice.toString(),
                null,
                null,
                BATCH_UTTERANCES,
                null,
                null,
                SEED,
                null);
    }

    private static TrainVoice job(String voice, String dataset, Path folder, Path samples) throws IOException {
        Hyperparameters hyperparameters = Hyperparameters.of(Map.of(
                "gradientAccumulationSteps",
                1,
                "learningRate",
                4e-4,
                "discriminatorLearningRate",
                2e-4,
                "epochs",
                EPOCHS,
                "checkpointEveryEpochs",
                5));
        List<String> sentences =
                Files.readAllLines(samples.resolve("sentences.txt")).subList(0, 5);
        return new TrainVoice(
                voice,
                Names.unique("demo"),
                Names.FRESH + folder.resolve("new-voice"),
                List.of(new WeightedDataset(dataset, null)),
                null,
                hyperparameters,
                folder.toUri(),
                null,
                null,
                SEED,
                sentences);
    }
}
