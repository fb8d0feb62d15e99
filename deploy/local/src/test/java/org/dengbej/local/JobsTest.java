package org.dengbej.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.dengbej.events.CancelJob;
import org.dengbej.events.Event;
import org.dengbej.events.JobCancelled;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.JobFailed;
import org.dengbej.events.JobStarted;
import org.dengbej.events.StepsTrained;
import org.dengbej.events.Topics;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.WeightedDataset;
import org.dengbej.local.client.EventPublisher;
import org.dengbej.messaging.TopicAdmin;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** On the real broker: jobs are listed, watched and cancelled, whoever asked for them. */
class JobsTest {

    private static final URI MODEL = URI.create("file:///output/final_model");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Of no other test, since the topics are everybody's. */
    private final String job = "job-" + UUID.randomUUID();

    @BeforeAll
    static void topics() {
        TopicAdmin.createMissing(KafkaTestResource.bootstrapServers(), Topics.all());
    }

    private int run(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(
                Stream.concat(Stream.of(arguments), Stream.of("--broker", KafkaTestResource.bootstrapServers()))
                        .toArray(String[]::new));
    }

    private static void publish(Event... events) {
        for (Event event : events) {
            EventPublisher.publish(Map.of("bootstrap.servers", KafkaTestResource.bootstrapServers()), event);
        }
    }

    private static TrainVoice asked(String job) {
        return new TrainVoice(
                "kurdish",
                job,
                "model",
                List.of(new WeightedDataset("data", null)),
                null,
                null,
                null,
                URI.create("file:///output"),
                null,
                null,
                1,
                List.of());
    }

    private static JobStarted started(String job) {
        return new JobStarted(job, "kurdish", "cpu", 2, 10, 0, null, null, "D_100000.pth of the base model");
    }

    private static StepsTrained trained(String job) {
        return new StepsTrained(
                job, "kurdish", 3, 1, List.of("a", "b"), 6, 1, 20, null, Map.of("loss", 2.5), 1, 0.5, 1e-4, true, 0.5);
    }

    private static JobCompleted completed(String job) {
        return new JobCompleted(job, "kurdish", 10, 20, 0, List.of(1.5), MODEL, 60, null);
    }

    private JsonNode listed(String job) throws IOException {
        out.getBuffer().setLength(0);
        assertThat(run("jobs", "--json", "--limit", "1000")).isZero();
        for (String line : out.toString().lines().toList()) {
            JsonNode each = new ObjectMapper().readTree(line);
            if (each.path("job").asText().equals(job)) {
                return each;
            }
        }
        throw new AssertionError("%s is not listed: %s".formatted(job, out));
    }

    private String state(String job) throws IOException {
        return listed(job).path("state").asText();
    }

    @Test
    void aJobIsListedInEachOfItsStates() throws IOException {
        publish(asked(job));
        assertThat(state(job)).isEqualTo("queued");
        publish(started(job));
        assertThat(state(job)).isEqualTo("running");
        publish(trained(job));
        assertThat(listed(job).path("detail").asText()).isEqualTo("epoch 1, 7 of 20 batches");
        publish(completed(job));
        assertThat(listed(job).path("detail").asText()).isEqualTo(MODEL.toString());
        assertThat(state(job)).isEqualTo("completed");

        // And for people
        out.getBuffer().setLength(0);
        assertThat(run("jobs", "--limit", "1000")).isZero();
        assertThat(out.toString()).contains(job, "kurdish", "completed");
    }

    @Test
    void aJobThatIsAskedForAgainIsQueuedAgain() throws IOException {
        publish(asked(job), started(job), new JobFailed(job, "kurdish", "no room", null));
        assertThat(state(job)).isEqualTo("failed");
        publish(asked(job));
        assertThat(state(job)).isEqualTo("queued");
    }

    @Test
    void aJobIsCancelledOnceAndOnlyWhileItHasNotEnded() throws IOException {
        // Given
        publish(asked(job), started(job));

        // When
        try (TopicProbe probe = new TopicProbe(KafkaTestResource.bootstrapServers(), Topics.JOB_COMMANDS)) {
            assertThat(run("cancel", job, "--reason", "a mistake")).isZero();
            assertThat(probe.await(CancelJob.class, cancel -> cancel.job().equals(job)))
                    .isEqualTo(new CancelJob(job, "a mistake"));
        }

        // Then
        assertThat(out.toString()).contains(job, "checkpoint");
        assertThat(state(job)).isEqualTo("cancelling");
        publish(new JobCancelled(job, "kurdish", "a mistake", null));
        assertThat(state(job)).isEqualTo("cancelled");
        assertThat(run("cancel", job)).isEqualTo(1);
        assertThat(err.toString()).contains("found it ended").hasLineCount(1);
    }

    @Test
    void aJobIsWatchedToItsEnd() {
        // Given
        publish(asked(job), started(job));

        // When
        CompletableFuture<Integer> watch = CompletableFuture.supplyAsync(() -> run("watch", job));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> out.toString().contains("running"));
        publish(completed(job));

        // Then
        assertThat(watch.orTimeout(60, TimeUnit.SECONDS).join()).isZero();
        assertThat(out.toString()).contains("The voice: " + MODEL);
    }

    @Test
    void whoWaitsIsToldBehindWhichJob() {
        // Given
        String ahead = "ahead-" + job;
        publish(asked(ahead), started(ahead), asked(job));

        // When
        CompletableFuture<Integer> watch = CompletableFuture.supplyAsync(() -> run("watch", job));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> out.toString().contains("queued"));
        publish(trained(ahead), trained(ahead), completed(ahead), started(job), completed(job));

        // Then
        assertThat(watch.orTimeout(60, TimeUnit.SECONDS).join()).isZero();
        assertThat(out.toString())
                .containsOnlyOnce("Waiting behind job %s (epoch 1, 7 of 20 batches)".formatted(ahead))
                .containsOnlyOnce("Discriminators: D_100000.pth of the base model");
    }

    @Test
    void aJobThatHasEndedIsToldAtOnce() {
        publish(asked(job), completed(job));
        assertThat(run("watch", job)).isZero();
        String failed = "failed-" + job;
        publish(asked(failed), new JobFailed(failed, "kurdish", "no room", null));
        assertThat(run("watch", failed)).isEqualTo(1);
        assertThat(err.toString()).contains("no room").hasLineCount(1);
    }

    @Test
    void aJobThatNobodyAskedForIsNamed() {
        assertThat(run("watch", job)).isEqualTo(1);
        assertThat(run("cancel", job)).isEqualTo(1);
        assertThat(err.toString()).contains(job, "dengbej jobs").hasLineCount(2);
    }

    @Test
    void whoOnlyLooksStartsNoStack() {
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(err, true));
        for (String[] command : new String[][] {{"jobs"}, {"watch", job}, {"cancel", job}}) {
            assertThat(line.execute(Stream.concat(
                                    Stream.of(command),
                                    Stream.of("--work", folder.resolve("work").toString()))
                            .toArray(String[]::new)))
                    .isEqualTo(1);
        }
        assertThat(err.toString()).contains("dengbej up").hasLineCount(3);
        assertThat(folder.resolve("work")).doesNotExist();
    }
}
