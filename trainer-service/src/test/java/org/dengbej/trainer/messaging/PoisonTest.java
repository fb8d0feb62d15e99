package org.dengbej.trainer.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.dengbej.events.CancelJob;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.DatasetStatistics;
import org.dengbej.events.Event;
import org.dengbej.events.EventJson;
import org.dengbej.events.EventType;
import org.dengbej.events.JobCancelled;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.JobFailed;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.Topics;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedBatchCodec;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.safetensors.Tensor;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.TopicProbe;
import org.dengbej.trainer.step.TinyVoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent in, on whichever topic, the next good record is handled. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class PoisonTest {

    private static final String TRAIN = "org.dengbej.TrainVoice.v1";
    private static final int LARGEST = Topics.MAX_MESSAGE_BYTES - 1024;

    @TempDir
    static Path folder;

    @Inject
    MeterRegistry metrics;

    private final String name = "poison-" + UUID.randomUUID();
    private TopicProbe probe;

    @BeforeEach
    void aVoice() throws IOException {
        TinyVoice.fresh(3).write(folder.resolve("voice"));
        probe = new TopicProbe(
                KafkaTestResource.bootstrapServers(),
                Topics.BATCHES,
                Topics.TRAINING_EVENTS,
                Topics.deadLetter(Topics.BATCHES),
                Topics.deadLetter(Topics.TRAINING_JOBS));
    }

    @AfterEach
    void close() {
        probe.close();
    }

    /** A value of a type, and a word of the reason for which it is refused. */
    private record Poison(String name, String type, byte[] value, String reason) {

        static Poison of(String name, String type, String value, String reason) {
            return new Poison(name, type, value == null ? null : value.getBytes(StandardCharsets.UTF_8), reason);
        }

        ProducerRecord<String, byte[]> record(String topic, String key) {
            Headers headers = new RecordHeaders();
            if (type != null) {
                headers.add(CloudEvents.TYPE, type.getBytes(StandardCharsets.UTF_8));
            }
            return new ProducerRecord<>(topic, null, key, value, headers);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static String json(String more) {
        return "{\"voice\": \"v\", \"job\": \"j\", \"baseModel\": \"m\", \"datasets\": [{\"dataset\": \"d\"}], \"output\": \"file:///o\", \"seed\": 1%s}"
                .formatted(more);
    }

    static List<Poison> jobs() {
        return List.of(
                Poison.of("no JSON", TRAIN, "not json", "not JSON"),
                Poison.of("nothing", TRAIN, "", "TrainVoice"),
                Poison.of("no value", TRAIN, null, "empty record"),
                Poison.of("a list", TRAIN, "[]", "expected a JSON object"),
                Poison.of("half of it", TRAIN, "{\"voice\": \"v\"}", "is required"),
                Poison.of("another shape", TRAIN, json(", \"hyperparameters\": []"), "wrong shape"),
                Poison.of("out of bounds", TRAIN, json(", \"hyperparameters\": {\"epochs\": -1}"), "epochs"),
                Poison.of("a name that is a path", TRAIN, json("").replace("\"j\"", "\"../j\""), "job must be"),
                Poison.of("another version", "org.dengbej.TrainVoice.v2", json(""), "TrainVoice.v2"),
                Poison.of("another event", "org.dengbej.CancelJob.v1", json(""), "CancelJob.v1"),
                Poison.of("no type", null, json(""), "ce_type must be"),
                new Poison("the largest record", TRAIN, new byte[LARGEST], "at most 1048576 bytes"));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void aJobThatNobodyCanReadIsDeadLetteredAndCountedAndTheNextIsTaken(Poison poison) {
        // Given
        double counted = count("dengbej.trainer.dead.letters", Topics.TRAINING_JOBS, "kind", "invalid");

        // When: a job that is answered at once follows in the same partition
        probe.send(poison.record(Topics.TRAINING_JOBS, "tiny"));
        send(job("/no/such/voice", 1));
        probe.await(JobFailed.class, name);

        // Then
        List<ConsumerRecord<String, byte[]>> dead = probe.records(Topics.deadLetter(Topics.TRAINING_JOBS), 1);
        assertThat(dead).hasSize(1);
        assertDeadLetter(dead.get(0), Topics.TRAINING_JOBS, poison);
        assertThat(count("dengbej.trainer.dead.letters", Topics.TRAINING_JOBS, "kind", "invalid"))
                .isEqualTo(counted + 1);
    }

    private static void assertDeadLetter(ConsumerRecord<String, byte[]> dead, String topic, Poison poison) {
        assertThat(TopicProbe.header(dead, "dead-letter-reason"))
                .as(poison.name())
                .contains(poison.reason());
        assertThat(TopicProbe.header(dead, "dead-letter-topic")).isEqualTo(topic);
        assertThat(TopicProbe.header(dead, "dead-letter-offset")).containsOnlyDigits();
        assertThat(dead.value()).isEqualTo(poison.value());
    }

    private double count(String counter, String topic, String... more) {
        return metrics.counter(counter, tags(topic, more)).count();
    }

    private static String[] tags(String topic, String... more) {
        List<String> tags = new ArrayList<>(List.of("topic", topic));
        tags.addAll(Arrays.asList(more));
        return tags.toArray(String[]::new);
    }

    private TrainVoice job(String model, int epochs) {
        String json = """
                {"voice": "tiny", "job": "%1$s", "baseModel": "%2$s", "datasets": [{"dataset": "%1$s"}],
                 "objective": "mel", "output": "%3$s", "seed": 5,
                 "hyperparameters": {"gradientAccumulationSteps": 2, "learningRate": 1e-3, "epochs": %4$d}}""".formatted(name, model, folder.resolve(name).toUri(), epochs);
        return EventJson.read(json.getBytes(StandardCharsets.UTF_8), TrainVoice.class);
    }

    private TrainVoice job(int epochs) {
        return job(folder.resolve("voice").toString(), epochs);
    }

    private void send(Event event) {
        probe.send(CloudEvents.toRecord(event, "/test"));
    }

    private List<byte[]> goodBatches() {
        return TinyVoice.batches(2, 1).stream()
                .map(batch -> new PreparedBatch(name, batch.index(), batch.sampleRateHz(), batch.utterances()))
                .map(PreparedBatchCodec::write)
                .toList();
    }

    private static byte[] altered(byte[] batch, String tensor, Tensor other) {
        Safetensors file = Safetensors.read(batch);
        Map<String, Tensor> tensors = new LinkedHashMap<>(file.tensors());
        tensors.put(tensor, other);
        return new Safetensors(tensors, file.metadata()).toBytes();
    }

    private List<Poison> batches(byte[] good) {
        byte[] longHeader = good.clone();
        longHeader[7] = 0x7f;
        byte[] ofAnother = PreparedBatchCodec.write(TinyVoice.batches(1, 1).get(0));
        return List.of(
                Poison.of("no tensors", EventType.PREPARED_BATCH, "no tensors", "not a prepared batch"),
                Poison.of("nothing", EventType.PREPARED_BATCH, "", "header length"),
                Poison.of("no value", EventType.PREPARED_BATCH, null, "empty record"),
                Poison.of("JSON", EventType.PREPARED_BATCH, json(""), "not a prepared batch"),
                new Poison("cut off", EventType.PREPARED_BATCH, Arrays.copyOf(good, good.length / 2), "tensor"),
                new Poison("a header of a wrong length", EventType.PREPARED_BATCH, longHeader, "the header claims"),
                new Poison(
                        "lengths that do not fit",
                        EventType.PREPARED_BATCH,
                        altered(good, "waveform_lengths", Tensor.of(new long[] {1L << 40}, 1)),
                        "waveform_lengths must be"),
                new Poison(
                        "a shape that does not fit",
                        EventType.PREPARED_BATCH,
                        altered(good, "input_ids", Tensor.of(new long[0], 0, 1L << 40)),
                        "input_ids"),
                new Poison("another version", "org.dengbej.PreparedBatch.v2", good, "PreparedBatch.v2"),
                new Poison("of another data set", EventType.PREPARED_BATCH, ofAnother, "expected a batch of data set"),
                new Poison("the largest record", EventType.PREPARED_BATCH, new byte[LARGEST], "not a prepared batch"));
    }

    @Test
    void batchesThatNobodyCanReadAreDeadLetteredAndCountedAndTheOthersAreTrained() {
        // Given a good batch before and after many that are none
        List<byte[]> good = goodBatches();
        List<Poison> poisons = batches(good.get(0));
        double counted = count("dengbej.trainer.dead.letters", Topics.BATCHES, "kind", "invalid");
        probe.send(new ProducerRecord<>(Topics.BATCHES, name, good.get(0)));
        poisons.forEach(poison -> probe.send(poison.record(Topics.BATCHES, name)));
        probe.send(new ProducerRecord<>(Topics.BATCHES, name, good.get(1)));
        send(prepared(range(poisons.size() + 2), poisons.size() + 2));

        // When
        send(job(1));
        JobCompleted completed = probe.await(JobCompleted.class, name);

        // Then
        assertThat(completed.batchesTrained()).isEqualTo(2);
        assertThat(completed.batchesSkipped()).isEqualTo(poisons.size());
        List<ConsumerRecord<String, byte[]>> dead = probe.records(Topics.deadLetter(Topics.BATCHES), poisons.size());
        assertThat(dead).hasSameSizeAs(poisons);
        for (int i = 0; i < dead.size(); i++) {
            assertDeadLetter(dead.get(i), Topics.BATCHES, poisons.get(i));
        }
        assertThat(count("dengbej.trainer.dead.letters", Topics.BATCHES, "kind", "invalid"))
                .isEqualTo(counted + poisons.size());
    }

    private OffsetRange range(int batches) {
        List<ConsumerRecord<String, byte[]>> sent = probe.records(Topics.BATCHES, batches);
        ConsumerRecord<String, byte[]> first = sent.get(0);
        long end = sent.get(sent.size() - 1).offset() + 1;
        return new OffsetRange(first.topic(), first.partition(), first.offset(), end, batches);
    }

    private DatasetPrepared prepared(OffsetRange range, int batches) {
        DatasetStatistics statistics = new DatasetStatistics(2, 0.001, 1, 1, Map.of(), List.of());
        return new DatasetPrepared(name, name, 16_000, batches, 124, statistics, List.of(range), Map.of(), List.of());
    }

    @Test
    void dataSetsThatNobodyCanReadAreSkippedAndCountedAndTheJobIsDone() {
        // Given
        List<Poison> poisons = List.of(
                Poison.of("no JSON", "org.dengbej.DatasetPrepared.v1", "not json", ""),
                Poison.of("no value", "org.dengbej.DatasetPrepared.v1", null, ""),
                Poison.of("half of it", "org.dengbej.DatasetPrepared.v1", "{\"dataset\": \"d\"}", ""),
                new Poison("the largest record", "org.dengbej.DatasetPrepared.v1", new byte[LARGEST], ""));
        double counted = count("dengbej.trainer.events.skipped", Topics.DATASETS);
        poisons.forEach(poison -> probe.send(poison.record(Topics.DATASETS, name)));
        goodBatches().forEach(batch -> probe.send(new ProducerRecord<>(Topics.BATCHES, name, batch)));
        send(prepared(range(2), 2));

        // When
        send(job(1));

        // Then
        assertThat(probe.await(JobCompleted.class, name).batchesTrained()).isEqualTo(2);
        assertThat(count("dengbej.trainer.events.skipped", Topics.DATASETS))
                .isGreaterThanOrEqualTo(counted + poisons.size());
    }

    @Test
    void aDataSetThatCountsWhatIsNotThereFailsTheJobWithAReason() {
        // Given
        goodBatches().forEach(batch -> probe.send(new ProducerRecord<>(Topics.BATCHES, name, batch)));
        OffsetRange range = range(2);

        // When, Then: it counts what is not there
        send(prepared(range, 3));
        send(job(1));
        assertThat(probe.await(JobFailed.class, name).reason()).contains("counts 3 batches, the log holds 2");
    }

    @Test
    void aDataSetOnAnotherTopicFailsTheJobWithAReason() {
        send(prepared(new OffsetRange("another-topic", 0, 0, 2, 2), 2));
        send(job(1));
        assertThat(probe.await(JobFailed.class, name).reason()).contains("another-topic");
    }

    @Test
    void aDataSetThatIsMissingFailsTheJobAfterTheTimeout() {
        send(job(1));
        assertThat(probe.await(JobFailed.class, name).reason()).contains(name, "not prepared after 5 s");
    }

    @Test
    void cancellationsThatNobodyCanReadAreSkippedAndCountedAndTheNextOneCounts() {
        // Given
        double counted = count("dengbej.trainer.events.skipped", Topics.JOB_COMMANDS);
        String type = "org.dengbej.CancelJob.v1";
        List<Poison> poisons = List.of(
                Poison.of("no JSON", type, "not json", ""),
                Poison.of("no value", type, null, ""),
                Poison.of("a name that is a path", type, "{\"job\": \"../x\"}", ""),
                Poison.of("another version", "org.dengbej.CancelJob.v2", "{}", ""),
                new Poison("the largest record", type, new byte[LARGEST], ""));
        poisons.forEach(poison -> probe.send(poison.record(Topics.JOB_COMMANDS, name)));

        // When
        send(new CancelJob(name, "enough"));
        goodBatches().forEach(batch -> probe.send(new ProducerRecord<>(Topics.BATCHES, name, batch)));
        send(prepared(range(2), 2));
        send(job(100_000));

        // Then
        assertThat(probe.await(JobCancelled.class, name).reason()).isEqualTo("enough");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> count("dengbej.trainer.events.skipped", Topics.JOB_COMMANDS) - counted == poisons.size());
    }
}
