package org.dengbej.prep.messaging;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.Topics;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedBatchCodec;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.OffsetRangeReader;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.WavFile;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class DataPrepServiceTest {

    private static final URI SAMPLES = Path.of("../deploy/sample-data").toUri();

    @TempDir
    static Path folder;

    @Inject
    MeterRegistry metrics;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    private TopicProbe probe;

    @BeforeEach
    void aVoiceToPrepareFor() throws IOException {
        Path voice = Files.createDirectories(folder.resolve("voice"));
        Tokenizer.forAlphabet("abcçdeêfghiîjklmnopqrsştuûvwxyz'-").write(voice);
        Files.writeString(voice.resolve("config.json"), "{\"sampling_rate\": 16000, \"upsample_rates\": [8, 8, 2, 2]}");
        probe = new TopicProbe(
                KafkaTestResource.bootstrapServers(), Topics.DATASETS, Topics.deadLetter(Topics.DATASET_REQUESTS));
    }

    @AfterEach
    void close() {
        probe.close();
    }

    private static PrepareDataset request(String name, URI source, String layout, URI exportTo) {
        return new PrepareDataset(
                name, source, layout, folder.resolve("voice").toString(), null, null, null, null, null, 1, exportTo);
    }

    private static List<PreparedBatch> batches(DatasetPrepared prepared) {
        List<PreparedBatch> batches = new ArrayList<>();
        try (OffsetRangeReader log = OffsetRangeReader.open(KafkaTestResource.bootstrapServers())) {
            for (OffsetRange range : prepared.ranges()) {
                log.read(range).forEachRemaining(record -> batches.add(PreparedBatchCodec.read(record.value())));
            }
        }
        return batches;
    }

    @Test
    void recordingsBecomeBatchesEachUtteranceOnce() throws IOException {
        // When
        probe.send(CloudEvents.toRecord(
                request(
                        "samples",
                        SAMPLES,
                        "common-voice",
                        folder.resolve("export").toUri()),
                "/test"));
        DatasetPrepared prepared = probe.await(DatasetPrepared.class, "samples");

        // Then
        List<PreparedBatch> batches = batches(prepared);
        Set<String> ids = new HashSet<>();
        batches.forEach(
                batch -> batch.utterances().stream().map(PreparedUtterance::id).forEach(ids::add));
        assertThat(batches).hasSize(prepared.batches()).hasSize(25);
        assertThat(ids).hasSize(97);
        assertThat(prepared.statistics().clips()).isEqualTo(97);
        assertThat(prepared.statistics().firstTexts()).contains("Silav, tu çawa yî?");
        assertThat(prepared.rejected())
                .containsOnlyKeys("too-few-upvotes", "too-many-downvotes", "empty-text")
                .containsValues(1);
        assertThat(prepared.rejections()).hasSize(3);

        // And what the script left is there
        List<String> metadata = Files.readAllLines(folder.resolve("export/metadata.csv"));
        assertThat(metadata).hasSize(97).first().isEqualTo("utterance_000000.wav|Silav, tu çawa yî?");
        assertThat(folder.resolve("export/wavs/utterance_000096.wav")).exists();
    }

    /** Something from outside that cannot be done, and a word of the reason for which it is not. */
    private record Poison(String name, ProducerRecord<String, byte[]> record, String reason) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Poison poison(String name, String type, byte[] value, String reason) {
        Headers headers = CloudEvents.headers(request("poison", SAMPLES, "pairs", null), "/test");
        headers.remove(CloudEvents.TYPE).add(CloudEvents.TYPE, type.getBytes());
        return new Poison(name, new ProducerRecord<>(Topics.DATASET_REQUESTS, null, "same", value, headers), reason);
    }

    private static Poison poison(String name, String json, String reason) {
        return poison(name, "org.dengbej.PrepareDataset.v1", json == null ? null : json.getBytes(), reason);
    }

    private static String json(String more) {
        return "{\"dataset\": \"d\", \"source\": \"file:///s\", \"layout\": \"pairs\", \"model\": \"m\", \"seed\": 1%s}"
                .formatted(more);
    }

    static List<Poison> poisons() {
        int largest = Topics.MAX_MESSAGE_BYTES - 1024;
        return List.of(
                poison("no JSON", "not json", "not JSON"),
                poison("nothing", "", "PrepareDataset"),
                poison("no value", null, "empty record"),
                poison("no text", "org.dengbej.PrepareDataset.v1", new byte[] {0, -1, -2, 7}, "not JSON"),
                poison("a list", "[]", "expected a JSON object"),
                poison("half of it", "{\"dataset\": \"x\"}", "is required"),
                poison("a text for a number", json(", \"batchFrames\": \"many\""), "wrong shape"),
                poison("a number out of bounds", json(", \"batchUtterances\": 1e9"), "batchUtterances"),
                poison("two of them", json("") + json(""), "PrepareDataset"),
                poison("endless nesting", "[".repeat(100_000), "not JSON"),
                poison("a name that is a path", json("").replace("\"d\"", "\"../../d\""), "dataset must be"),
                poison(
                        "another version",
                        "org.dengbej.PrepareDataset.v2",
                        json("").getBytes(),
                        "found org.dengbej.PrepareDataset.v2"),
                poison(
                        "another event",
                        "org.dengbej.CancelJob.v1",
                        json("").getBytes(),
                        "found org.dengbej.CancelJob.v1"),
                poison("no type", "", json("").getBytes(), "ce_type must be"),
                poison(
                        "the largest record",
                        "org.dengbej.PrepareDataset.v1",
                        new byte[largest],
                        "at most 1048576 bytes"),
                poison("the largest JSON", "[" + "{},".repeat(largest / 3 - 1) + "1]", "at most 1048576 bytes"));
    }

    @ParameterizedTest
    @MethodSource("poisons")
    void whatNobodyCanReadIsDeadLetteredAndCountedAndTheNextRequestIsPrepared(Poison poison) throws IOException {
        // Given
        double counted = deadLetters();

        // When
        probe.send(poison.record());
        prepareOne();

        // Then
        List<ConsumerRecord<String, byte[]>> dead = probe.records(Topics.deadLetter(Topics.DATASET_REQUESTS), 1);
        assertThat(dead).hasSize(1);
        assertThat(TopicProbe.header(dead.get(0), "dead-letter-reason")).contains(poison.reason());
        assertThat(TopicProbe.header(dead.get(0), "dead-letter-topic")).isEqualTo(Topics.DATASET_REQUESTS);
        assertThat(TopicProbe.header(dead.get(0), "dead-letter-offset")).containsOnlyDigits();
        assertThat(dead.get(0).key()).isEqualTo("same");
        assertThat(dead.get(0).value()).isEqualTo(poison.record().value());
        assertThat(deadLetters()).isEqualTo(counted + 1);
    }

    private double deadLetters() {
        return metrics.counter("dengbej.prep.dead.letters", "topic", Topics.DATASET_REQUESTS, "kind", "invalid")
                .count();
    }

    /** The good request that follows a bad one in the same partition. */
    private void prepareOne() throws IOException {
        Path pairs = Files.createDirectories(folder.resolve("pairs"));
        WavFile.write(pairs.resolve("a.wav"), new Audio(new float[24_000], 16_000));
        Files.writeString(pairs.resolve("a.txt"), "silav");
        String name = "good-" + UUID.randomUUID();
        ProducerRecord<String, byte[]> good =
                CloudEvents.toRecord(request(name, pairs.toUri(), "pairs", null), "/test");
        probe.send(new ProducerRecord<>(good.topic(), null, "same", good.value(), good.headers()));
        assertThat(probe.await(DatasetPrepared.class, name).batches()).isEqualTo(1);
    }

    private static Poison request(String name, PrepareDataset request, String reason) {
        ProducerRecord<String, byte[]> record = CloudEvents.toRecord(request, "/test");
        return new Poison(
                name, new ProducerRecord<>(record.topic(), null, "same", record.value(), record.headers()), reason);
    }

    private static PrepareDataset withVoice(String model) {
        return new PrepareDataset("failing", SAMPLES, "common-voice", model, null, null, null, null, null, 1, null);
    }

    private static PrepareDataset from(String source, String layout) {
        return request("failing", URI.create(source), layout, null);
    }

    private static PrepareDataset exporting(String to) {
        return request("failing", SAMPLES, "common-voice", URI.create(to));
    }

    static List<Poison> whatCannotBePrepared() {
        return List.of(
                request("a folder that is missing", from("file:///no/such/folder", "pairs"), "/no/such/folder"),
                request("a source on the web", from("http://localhost/x", "pairs"), "must be a file:"),
                request("a source of no place", from("mailto:x@y", "pairs"), "must be a file:"),
                request("a layout that nobody knows", from(SAMPLES.toString(), "tape"), "tape"),
                request("a layout of endless length", from(SAMPLES.toString(), "x".repeat(900_000)), "xxx"),
                request("a folder of another layout", from(SAMPLES.toString(), "ljspeech"), "expected a folder"),
                request("a folder of nothing", from(SAMPLES.toString(), "pairs"), "no utterance is left"),
                request("a voice that is missing", withVoice("/no/voice"), "/no/voice"),
                request("a voice that is no path", withVoice("\0"), "Hugging Face id"),
                request("an export to the web", exporting("http://localhost/x"), "exportTo must be"),
                request("an export to a full disk", exporting("FULL"), "No space left on device"));
    }

    @ParameterizedTest
    @MethodSource("whatCannotBePrepared")
    void whatCannotBePreparedIsAnsweredAndTheServiceGoesOn(Poison poison) throws IOException {
        // Given
        Path full = folder.resolve("full-" + UUID.randomUUID());
        Files.createDirectories(full.resolve("wavs"));
        Files.createSymbolicLink(full.resolve("wavs/utterance_000007.wav"), Path.of("/dev/full"));
        ProducerRecord<String, byte[]> of = poison.record();
        byte[] value = new String(of.value()).replace("FULL", full.toString()).getBytes();

        // When
        probe.send(new ProducerRecord<>(of.topic(), null, of.key(), value, of.headers()));
        prepareOne();

        // Then
        assertThat(probe.await(DatasetFailed.class, "failing").reason()).contains(poison.reason());
        assertThat(full.resolve("metadata.csv")).doesNotExist();
    }

    @Test
    void itsClientsAskLessAndLessOftenForABrokerThatIsAway() {
        assertThat(broker)
                .containsEntry("reconnect.backoff.ms", "100")
                .containsEntry("reconnect.backoff.max.ms", "5000")
                .containsEntry("retry.backoff.max.ms", "2000");
    }

    @Test
    void itSaysThatItIsReady() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/q/health/ready").statusCode() == 200);
    }
}
