package org.dengbej.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.EpochEvaluated;
import org.dengbej.events.Event;
import org.dengbej.events.EventJson;
import org.dengbej.events.Filters;
import org.dengbej.events.JobFailed;
import org.dengbej.events.JobStarted;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.StepsTrained;
import org.dengbej.events.Topics;
import org.dengbej.events.TrainVoice;
import org.dengbej.local.client.EventClient;
import org.dengbej.local.stack.Stack;
import org.dengbej.local.stack.StackOptions;
import org.dengbej.local.stack.WorkFolder;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.OffsetRangeReader;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.Voice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SIGTERM to a real trainer in each stage of its first job, before it has drawn a picture: the job is resumed and ends with the weights
 * of one that nobody stopped. The process is frozen (SIGSTOP) in its stage, asked to stop, and thawed. With
 * {@code -Ddengbej.shutdown.repetitions=20} each of them so often.
 */
@Tag("faults")
class ShutdownTest {

    private enum Stage {
        BEFORE_THE_FIRST_STEP,
        IN_A_STEP,
        IN_A_CHECKPOINT,
        IN_AN_EVALUATION
    }

    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    private static final String LETTERS = "abcçdeêfghiîjklmnopqrsştuûvwxyz'-";
    private static final String TINY = """
            {"vocab_size": %d, "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "ffn_dim": 16,
             "flow_size": 8, "upsample_initial_channel": 16, "prior_encoder_num_flows": 2, "layerdrop": 0,
             "prior_encoder_num_wavenet_layers": 1, "posterior_encoder_num_wavenet_layers": 1,
             "resblock_kernel_sizes": [3], "resblock_dilation_sizes": [[1]], "noise_scale_duration": 0.0,
             "segment_size": 2048, "discriminator_periods": [2, 3], "discriminator_period_channels": [1, 4, 8],
             "discriminator_scale_channels": [1, 16, 64]}""";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String DATASET = "speech";
    private static final int ACCUMULATED = 3;
    private static final int REPETITIONS = Integer.getInteger("dengbej.shutdown.repetitions", 1);

    @TempDir
    static Path folder;

    private static final Map<String, String> UNDISTURBED = new HashMap<>();
    private static Stack stack;
    private static int stepsPerEpoch;
    private static int jobs;

    @BeforeAll
    static void aStackAVoiceAndRecordings() throws IOException {
        stack = new Stack(HOME, new WorkFolder(folder.resolve("work")), new StackOptions(null, "cpu"));
        stack.start();
        Tokenizer tokenizer = Tokenizer.forAlphabet(LETTERS);
        VitsConfig tiny = VitsConfig.parse(new ObjectMapper().readTree(TINY.formatted(tokenizer.vocabSize())));
        Voice.fresh(tiny, tokenizer, 1).write(folder.resolve("voice"));
        try (EventClient client = client()) {
            client.publish(new PrepareDataset(
                    DATASET,
                    HOME.resolve("deploy/sample-data").toUri(),
                    "common-voice",
                    folder.resolve("voice").toString(),
                    null,
                    new Filters(0, null, null, null, null),
                    4,
                    null,
                    24,
                    1,
                    null));
            DatasetPrepared prepared = await(
                    client, DatasetPrepared.class, event -> event.dataset().equals(DATASET));
            stepsPerEpoch = (prepared.batches() + ACCUMULATED - 1) / ACCUMULATED;
        }
    }

    @AfterAll
    static void stop() {
        stack.stop();
    }

    private static EventClient client() {
        return new EventClient(stack.bootstrapServers(), () -> {});
    }

    static Stream<Arguments> stages() {
        return IntStream.rangeClosed(1, REPETITIONS)
                .boxed()
                .flatMap(repetition -> Stream.of("mel", "vits")
                        .flatMap(objective ->
                                Stream.of(Stage.values()).map(stage -> Arguments.of(objective, stage, repetition))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("stages")
    void aTrainerThatIsAskedToStopLosesNothing(String objective, Stage stage, int repetition) throws IOException {
        try (EventClient client = client()) {
            // Given the weights of a job that nobody stops, and a new trainer in a stage of the same job
            String undisturbed = undisturbed(client, objective);
            terminate();
            TrainVoice job = job(objective, stage == Stage.IN_A_CHECKPOINT ? 2 : 0);
            client.publish(job);
            stack.start();
            awaitAndFreeze(stage, client, job.job());
            long steps = newestStep(job.job());

            // When it is asked to stop, and another is started
            terminate();
            stack.start();
            CheckpointSaved finished = finished(client, job.job());

            // Then the job was resumed where it was, and ended as if nothing had been
            assertThat(finished.sha256()).isEqualTo(undisturbed);
            assertThat(events(Topics.TRAINING_EVENTS, JobFailed.class, job.job()))
                    .isEmpty();
            assertThat(events(Topics.TRAINING_EVENTS, JobStarted.class, job.job()))
                    .hasSize(2)
                    .last()
                    .satisfies(resumed -> assertThat(resumed.fromStep()).isBetween(steps, steps + 1));
        }
    }

    private static String undisturbed(EventClient client, String objective) {
        return UNDISTURBED.computeIfAbsent(objective, name -> {
            TrainVoice job = job(name, 0);
            client.publish(job);
            return finished(client, job.job()).sha256();
        });
    }

    /** Returns with the trainer frozen in the stage. */
    private static void awaitAndFreeze(Stage stage, EventClient client, String job) throws IOException {
        switch (stage) {
            case BEFORE_THE_FIRST_STEP -> {
                await(client, JobStarted.class, started -> started.job().equals(job));
                signal(trainer(), "STOP");
                assertThat(newestStep(job)).isZero();
            }
            case IN_A_STEP -> {
                await(client, StepsTrained.class, step -> step.job().equals(job) && step.step() == 1);
                signal(trainer(), "STOP");
                assertThat(newestStep(job)).isLessThan(stepsPerEpoch);
            }
            case IN_A_CHECKPOINT -> {
                Path checkpoints = folder.resolve(job).resolve("checkpoints");
                Awaitility.await("a checkpoint is written")
                        .atMost(SOON)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(2, TimeUnit.MILLISECONDS)
                        .until(() -> writes(checkpoints));
                signal(trainer(), "STOP");
                assertThat(writes(checkpoints)).isTrue();
            }
            case IN_AN_EVALUATION -> {
                await(client, StepsTrained.class, step -> step.job().equals(job) && step.step() == stepsPerEpoch);
                signal(trainer(), "STOP");
                assertThat(newestStep(job)).isEqualTo(stepsPerEpoch);
                assertThat(events(Topics.TRAINING_EVENTS, EpochEvaluated.class, job))
                        .as("no evaluation after the one before the first step")
                        .noneMatch(evaluated -> evaluated.step() > 0);
            }
        }
    }

    private static boolean writes(Path checkpoints) throws IOException {
        if (!Files.isDirectory(checkpoints)) {
            return false;
        }
        try (Stream<Path> children = Files.list(checkpoints)) {
            return children.anyMatch(child -> child.getFileName().toString().startsWith(".partial-"));
        }
    }

    private static ProcessHandle trainer() {
        return stack.work().process(Stack.TRAINER).orElseThrow();
    }

    /** SIGTERM, also to a frozen one, whose end is awaited. */
    private static void terminate() throws IOException {
        ProcessHandle trainer = trainer();
        signal(trainer, "TERM");
        signal(trainer, "CONT");
        trainer.onExit().orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static void signal(ProcessHandle process, String name) throws IOException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .onExit()
                .join();
    }

    private static long newestStep(String job) {
        return events(Topics.TRAINING_EVENTS, StepsTrained.class, job).stream()
                .mapToLong(StepsTrained::step)
                .max()
                .orElse(0);
    }

    /** The job's events of a kind that are on a topic by now. */
    private static <T extends Event> List<T> events(String topic, Class<T> kind, String job) {
        List<T> events = new ArrayList<>();
        try (OffsetRangeReader log = OffsetRangeReader.open(stack.bootstrapServers())) {
            for (OffsetRange range : log.allRanges(topic)) {
                log.read(range)
                        .forEachRemaining(record -> CloudEvents.read(record)
                                .filter(event -> event.key().equals(job))
                                .filter(kind::isInstance)
                                .map(kind::cast)
                                .ifPresent(events::add));
            }
        }
        return events;
    }

    private static <T extends Event> T await(EventClient client, Class<T> kind, Predicate<T> fits) {
        List<T> found = new ArrayList<>();
        client.follow(event -> {
            if (kind.isInstance(event) && fits.test(kind.cast(event))) {
                found.add(kind.cast(event));
            }
            return !found.isEmpty();
        });
        return found.get(0);
    }

    private static CheckpointSaved finished(EventClient client, String job) {
        return await(client, CheckpointSaved.class, saved -> saved.job().equals(job) && saved.last());
    }

    private static TrainVoice job(String objective, int checkpointEverySteps) {
        String name = "%s-%d".formatted(objective, ++jobs);
        String json = """
                {"voice": "voice", "job": "%s", "baseModel": "fresh:%s", "datasets": [{"dataset": "%s"}],
                 "objective": "%s", "output": "%s", "seed": 9, "sampleSentences": ["silav", "tu çawa yî"],
                 "hyperparameters": {"gradientAccumulationSteps": %d, "learningRate": 4e-4, "epochs": 2,
                                     "validationFraction": 0.2, "discriminatorWarmUpSteps": 1,
                                     "checkpointEveryEpochs": 0, "checkpointEverySteps": %d}}""".formatted(
                        name,
                        folder.resolve("voice"),
                        DATASET,
                        objective,
                        folder.resolve(name).toUri(),
                        ACCUMULATED,
                        checkpointEverySteps);
        return EventJson.read(json.getBytes(StandardCharsets.UTF_8), TrainVoice.class);
    }
}
