package org.dengbej.trainer.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dengbej.events.BatchSkipped;
import org.dengbej.events.CancelJob;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.DatasetStatistics;
import org.dengbej.events.Event;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.JobCancelled;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.JobFailed;
import org.dengbej.events.JobStarted;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.StepsTrained;
import org.dengbej.events.Topics;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.WeightedDataset;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.TopicProbe;
import org.dengbej.trainer.step.TinyVoice;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class TrainerServiceTest {

    @TempDir
    static Path folder;

    private TopicProbe probe;

    @BeforeEach
    void aVoice() throws IOException {
        TinyVoice.fresh(3).write(folder.resolve("voice"));
        probe = new TopicProbe(
                KafkaTestResource.bootstrapServers(),
                Topics.BATCHES,
                Topics.TRAINING_EVENTS,
                Topics.CHECKPOINTS,
                Topics.deadLetter(Topics.BATCHES),
                Topics.deadLetter(Topics.TRAINING_JOBS));
    }

    @AfterEach
    void close() {
        probe.close();
    }

    /** Publishes batches as another team might, without data-prep; {@code poison} stands where a batch should. */
    private void publishDataset(String name, List<byte[]> poison) {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        TinyVoice.batches(4, 1)
                .forEach(batch -> records.add(CloudEvents.toRecord(
                        new PreparedBatch(name, batch.index(), batch.sampleRateHz(), batch.utterances()), "/test")));
        poison.forEach(bytes -> records.add(1, new ProducerRecord<>(Topics.BATCHES, name, bytes)));
        records.forEach(probe::send);
        List<ConsumerRecord<String, byte[]>> sent = probe.records(Topics.BATCHES, records.size()).stream()
                .filter(record -> name.equals(record.key()))
                .toList();
        ConsumerRecord<String, byte[]> first = sent.get(0);
        long end = sent.get(sent.size() - 1).offset() + 1;
        OffsetRange range = new OffsetRange(first.topic(), first.partition(), first.offset(), end, sent.size());
        send(new DatasetPrepared(
                name,
                name,
                16_000,
                sent.size(),
                248,
                new DatasetStatistics(4, 0.001, 1, 1, Map.of(), List.of()),
                List.of(range),
                Map.of(),
                List.of()));
    }

    private void send(Event event) {
        probe.send(CloudEvents.toRecord(event, "/test"));
    }

    private static TrainVoice job(String name, String dataset, String model, int epochs) {
        Hyperparameters hyperparameters = Hyperparameters.of(Map.of(
                "gradientAccumulationSteps", 2,
                "learningRate", 1e-3,
                "epochs", epochs,
                "checkpointEveryEpochs", 0,
                "checkpointEverySteps", 0,
                "discriminatorWarmUpSteps", 1));
        return new TrainVoice(
                "tiny",
                name,
                model,
                List.of(new WeightedDataset(dataset, null)),
                "mel",
                null,
                hyperparameters,
                folder.resolve(name).toUri(),
                null,
                null,
                5,
                List.of("abc"));
    }

    private static TrainVoice job(String name, String dataset) {
        return job(name, dataset, folder.resolve("voice").toString(), 2);
    }

    @Test
    void everyMetricThatIsDocumentedIsThereBeforeTheFirstEvent() throws IOException {
        String document = Files.readString(Path.of("../docs/operations/metrics.md"));
        List<String> documented = Pattern.compile("(?m)^\\| `(dengbej_trainer_\\w+)`")
                .matcher(document)
                .results()
                .map(row -> row.group(1))
                .toList();
        String exposed = RestAssured.get("/q/metrics").asString();
        assertThat(documented)
                .hasSizeGreaterThan(5)
                .allSatisfy(name -> assertThat(exposed).containsPattern("(?m)^" + name + "[{ ]"));
        assertThat(Pattern.compile("(?m)^(dengbej_trainer_\\w+)[{ ]")
                        .matcher(exposed)
                        .results())
                .extracting(sample -> sample.group(1))
                .allSatisfy(name -> assertThat(documented).contains(name));

        // And so are those of the queue's Kafka client
        assertThat(exposed).contains("kafka_consumer_coordinator");
    }

    @Test
    void theServiceIsAliveWhileItsClockIsNotSetBack() {
        RestAssured.get("/q/health/live").then().statusCode(200);
        ClockJumpLiveness liveness = new ClockJumpLiveness();
        liveness.setBack(7_200_000);
        assertThat(liveness.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    }

    @Test
    void aJobIsTrainedFromTheLogAndItsCheckpointAnnounced() {
        publishDataset("clean", List.of());
        send(job("clean-job", "clean"));
        assertThat(probe.await(JobCompleted.class, "clean-job").batchesTrained())
                .isEqualTo(8);
        CheckpointSaved last =
                probe.await(CheckpointSaved.class, event -> event.job().equals("clean-job") && event.last());
        assertThat(Path.of(last.uri()).resolve("model.safetensors")).isNotEmptyFile();
    }

    @Test
    void anUnreadableBatchIsDeadLetteredAndTheNextOneIsTrained() {
        // Given
        publishDataset("poisoned", List.of("no tensors".getBytes(UTF_8), new byte[0]));

        // When
        send(job("poisoned-job", "poisoned"));
        JobCompleted completed = probe.await(JobCompleted.class, "poisoned-job");

        // Then
        assertThat(completed.batchesTrained()).isEqualTo(8);
        assertThat(completed.batchesSkipped()).isEqualTo(4);
        assertThat(probe.await(BatchSkipped.class, "poisoned-job").reason()).isEqualTo("unreadable");
        assertThat(probe.records(Topics.deadLetter(Topics.BATCHES), 2)).allSatisfy(record -> {
            assertThat(TopicProbe.header(record, "dead-letter-topic")).isEqualTo(Topics.BATCHES);
            assertThat(TopicProbe.header(record, "dead-letter-reason")).isNotEmpty();
        });
    }

    @Test
    void aJobThatCannotBeDoneFailsWithAReasonAndTheNextOneIsDone() {
        publishDataset("after", List.of());
        send(job("no-voice", "after", "/no/such/voice", 1));
        send(new DatasetFailed("broken", "broken", "its folder is empty"));
        send(job("no-data", "broken"));
        send(job("after-job", "after"));
        assertThat(probe.await(JobFailed.class, "no-voice").reason()).contains("/no/such/voice");
        assertThat(probe.await(JobFailed.class, "no-data").reason()).contains("its folder is empty");
        assertThat(probe.await(JobCompleted.class, "after-job").steps()).isEqualTo(4);
    }

    @Test
    void aPoisonousJobIsDeadLettered() {
        ProducerRecord<String, byte[]> good = CloudEvents.toRecord(job("x", "y"), "/test");
        probe.send(new ProducerRecord<>(good.topic(), null, "tiny", "{}".getBytes(UTF_8), good.headers()));
        ConsumerRecord<String, byte[]> dead =
                probe.records(Topics.deadLetter(Topics.TRAINING_JOBS), 1).get(0);
        assertThat(TopicProbe.header(dead, "dead-letter-reason")).contains("TrainVoice");
    }

    @Test
    void aJobIsCancelledByAnEvent() {
        publishDataset("long", List.of());
        send(job("long-job", "long", folder.resolve("voice").toString(), 100_000));
        probe.await(StepsTrained.class, "long-job");
        send(new CancelJob("long-job", "enough"));
        JobCancelled cancelled = probe.await(JobCancelled.class, "long-job");
        assertThat(cancelled.reason()).isEqualTo("enough");
        CheckpointSaved saved =
                probe.await(CheckpointSaved.class, event -> event.job().equals("long-job"));
        assertThat(saved.step()).isPositive();
        assertThat(cancelled.lastCheckpoint()).isEqualTo(saved.uri());
    }

    @Test
    void aJobThatIsCancelledWhileItWaitsIsAnsweredWithoutWork() {
        // Given
        publishDataset("queued", List.of());
        send(new CancelJob("queued-job", null));

        // When its turn comes
        send(job("queued-job", "queued"));

        // Then
        assertThat(probe.await(JobCancelled.class, "queued-job").lastCheckpoint())
                .isNull();
        assertThat(probe.all(JobStarted.class)).extracting(JobStarted::job).doesNotContain("queued-job");
        assertThat(folder.resolve("queued-job")).doesNotExist();
    }
}
