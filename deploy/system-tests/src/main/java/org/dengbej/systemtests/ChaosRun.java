package org.dengbej.systemtests;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.dengbej.events.Event;
import org.dengbej.events.JobCancelled;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.JobFailed;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.Topics;
import org.dengbej.events.TrainVoice;
import org.dengbej.local.CommandException;
import org.dengbej.local.client.AnonymousListener;
import org.dengbej.local.client.EventClient;
import org.dengbej.local.client.JobClient;
import org.dengbej.local.client.ModelReferences;
import org.dengbej.local.client.SampleJob;
import org.dengbej.local.client.VoiceBuilder;
import org.dengbej.local.stack.Stack;
import org.dengbej.systemtests.chaos.ChaosReport;
import org.dengbej.systemtests.chaos.ConsistencyChecker;
import org.dengbej.systemtests.chaos.FaultInjector;
import org.dengbej.systemtests.chaos.FeedbackLoadGenerator;
import org.dengbej.systemtests.chaos.ObservedState;
import org.dengbej.systemtests.chaos.Weights;

/** The demo's job while faults are injected, again and again until all have been; then a reference run without faults, to compare. */
final class ChaosRun implements AutoCloseable {

    /** Half a minute where nobody disturbs it. */
    private static final Map<String, Object> HYPERPARAMETERS = Map.of(
            "gradientAccumulationSteps",
            2,
            "learningRate",
            4e-4,
            "discriminatorLearningRate",
            2e-4,
            "epochs",
            6,
            "checkpointEveryEpochs",
            0,
            "checkpointEverySteps",
            3);

    private static final Duration MAX_UNDISTURBED = Duration.ofMinutes(15);
    private static final Duration MAX_PER_KILL = Duration.ofMinutes(1);
    private static final Duration MAX_END = Duration.ofMinutes(5);

    /** Settings of the feedback service that a run needs. */
    static final Map<String, String> FEEDBACK = Map.of("dengbej.feedback.anonymous-api", "true");

    private final Stack stack;
    private final SampleJob sample;
    private final Path folder;
    private final long seed;
    private final EventClient client;
    private final JobClient work;
    private final ObservedState observed;
    private final FaultInjector faults;
    private final FeedbackLoadGenerator listener;
    private final String name = ModelReferences.unique("chaos");
    private final List<String> dataSets = new CopyOnWriteArrayList<>();
    private final List<String> voices = new ArrayList<>();
    private final long beganNanos = System.nanoTime();
    private final long deadlineNanos;

    ChaosRun(Stack stack, SampleJob sample, Path folder, int kills, long seed, PrintWriter out) throws IOException {
        this.stack = stack;
        this.sample = sample;
        this.folder = folder;
        this.seed = seed;
        deadlineNanos = beganNanos
                + MAX_UNDISTURBED.plus(MAX_PER_KILL.multipliedBy(kills)).toNanos();
        client = new EventClient(stack.bootstrapServers(), this::check);
        work = new JobClient(client, out);
        observed = new ObservedState(stack);
        faults = new FaultInjector(stack, kills, seed, this::occupy, out);
        listener = new FeedbackLoadGenerator(
                new AnonymousListener(stack.feedbackUrl(), voice(1)),
                new VoiceBuilder(stack.feedbackUrl(), stack.work().operatorKey(), voice(1)),
                sample.samples().recordings(),
                seed);
    }

    private String voice(int round) {
        return "%s-%d".formatted(name, round);
    }

    private void check() {
        faults.check();
        listener.check();
        if (System.nanoTime() > deadlineNanos) {
            throw new CommandException("the jobs are not done in time; logs are in %s"
                    .formatted(stack.work().log("trainer-service").getParent()));
        }
    }

    /** A part that prepares data sets is to be in the middle of one when it is killed. */
    private void occupy(String part) {
        if (part.equals(Stack.DATA_PREP)) {
            client.publish(disturbed());
        }
    }

    /** The fault injector asks for some, too: no two have one name, else one data set would be prepared twice. */
    private synchronized PrepareDataset disturbed() {
        PrepareDataset request = sample.dataset("%s-data-%d".formatted(name, dataSets.size()));
        dataSets.add(request.dataset());
        return request;
    }

    ChaosReport report() throws IOException, InterruptedException {
        faults.begin();
        listener.begin();
        String dataset = work.prepare(disturbed()).dataset();
        List<String> disturbed = new ArrayList<>();
        while (disturbed.isEmpty() || !faults.over()) {
            disturbed.add(train(voice(disturbed.size() + 1), dataset));
        }
        faults.check();
        listener.finish();
        await("events leave the outbox", () -> observed.waiting() == 0);
        await("every job ends", () -> ended().containsAll(names(jobs())));
        List<TrainVoice> jobs = jobs();

        String reference = work.prepare(sample.dataset(name + "-reference")).dataset();
        String referenceRun = train(name + "-undisturbed", reference);
        ConsistencyChecker checker =
                new ConsistencyChecker(observed.batches(), observed.events(Topics.TRAINING_EVENTS));
        return new ChaosReport(
                seed,
                faults.kills(),
                checker.published(reference, dataSets).plus(checker.trained(jobs)),
                observed.ratings(voice(1), listener.ratings()),
                observed.corrections(voice(1), listener.corrections()),
                referenceRun,
                disturbed,
                dataSets.size(),
                jobs.size(),
                (System.nanoTime() - beganNanos) / 1e9);
    }

    /** The SHA-256 of what comes of the job. */
    private String train(String voice, String dataset) throws IOException {
        voices.add(voice);
        TrainVoice job = sample.job(voice, voice, dataset, HYPERPARAMETERS, folder.resolve(voice));
        return Weights.sha256(Path.of(work.train(job).completed().model()));
    }

    /** The jobs of the voices here, those that the corrections started included. */
    private List<TrainVoice> jobs() {
        return observed.events(Topics.TRAINING_JOBS).stream()
                .filter(event -> voices.contains(event.key()))
                .filter(TrainVoice.class::isInstance)
                .map(TrainVoice.class::cast)
                .distinct()
                .toList();
    }

    private static Set<String> names(List<TrainVoice> jobs) {
        return jobs.stream().map(TrainVoice::job).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> ended() {
        return observed.events(Topics.TRAINING_EVENTS).stream()
                .filter(event ->
                        event instanceof JobCompleted || event instanceof JobCancelled || event instanceof JobFailed)
                .map(Event::key)
                .collect(Collectors.toSet());
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + MAX_END.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNanos) {
                throw new CommandException(
                        "expected within %d s: %s; it did not happen".formatted(MAX_END.toSeconds(), what));
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    @Override
    public void close() {
        faults.end();
        client.close();
    }
}
