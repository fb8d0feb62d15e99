package org.dengbej.local.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.local.client.EventClient;
import org.dengbej.local.client.JobClient;
import org.dengbej.local.client.ModelReferences;
import org.dengbej.local.client.SampleData;
import org.dengbej.local.client.SampleJob;
import org.dengbej.local.stack.Stack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "The main job on sample data: prepares it, trains a small voice further, opens the rating page.",
        mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {

    private static final String VOICE = "demo";
    private static final int BATCH_UTTERANCES = 8;

    /** Two to four minutes on two cores. */
    private static final Map<String, Object> HYPERPARAMETERS = Map.of(
            "gradientAccumulationSteps",
            1,
            "epochs",
            5,
            "evaluateEverySteps",
            0,
            "checkpointEverySteps",
            0,
            "checkpointEveryEpochs",
            5);

    /** Settings of the feedback service; the job that ratings start takes a minute or two. */
    private static final Map<String, String> FEEDBACK = Map.of(
            "dengbej.feedback.trigger.epochs",
            "2",
            "dengbej.feedback.trigger.gradient-accumulation-steps",
            "1",
            "dengbej.feedback.trust.answers-per-network",
            "1000"); // all listeners of the demo are on this machine

    @Mixin
    StackMixin options;

    @Option(
            names = "--headless",
            description =
                    "Play the listeners too: their ratings start a job, their pairs decide on its voice; write report.json and stop")
    boolean headless;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        long beganNanos = System.nanoTime();
        Stack stack = options.stackWithFeedback(FEEDBACK);
        PrintWriter out = spec.commandLine().getOut();
        DemoReport.in(stack.work().path()).check();
        Path folder = stack.work().path().resolve("demo").resolve(ModelReferences.unique("run"));
        try (Session session = Session.open(stack, out);
                EventClient client = new EventClient(stack.bootstrapServers(), stack::keepUp)) {
            SampleData samples = new SampleData(stack.home().resolve("deploy/sample-data"));
            SampleJob sample = new SampleJob(samples, samples.voice().toString(), BATCH_UTTERANCES, 0);
            String voice = ModelReferences.unique(VOICE);
            JobClient work = new JobClient(client, out);
            DatasetPrepared dataset = work.prepare(sample.dataset(ModelReferences.unique("sample-data")));
            JobClient.Trained trained = work.train(
                    sample.job(voice, ModelReferences.unique("demo"), dataset.dataset(), HYPERPARAMETERS, folder));
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
                stack.awaitStop();
            }
        }
        return 0;
    }
}
