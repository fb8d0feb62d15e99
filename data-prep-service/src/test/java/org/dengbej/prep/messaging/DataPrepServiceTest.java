package org.dengbej.prep.messaging;

import static io.restassured.RestAssured.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.ClientProxy;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusMock;
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
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.DatasetProgress;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.RejectedUtterance;
import org.dengbej.events.SpeakerSelection;
import org.dengbej.events.Topics;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedBatchCodec;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.OffsetRangeReader;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.WavFile;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.SyntheticSpeech;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Inject
    ProgressPublisher progress;

    private TopicProbe probe;

    @BeforeEach
    void aVoiceToPrepareFor() throws IOException {
        VoiceFolder.write(folder.resolve("voice"));
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

        // Then its progress was told
        assertThat(probe.all(DatasetProgress.class).stream()
                        .filter(event -> event.dataset().equals("samples")))
                .extracting(DatasetProgress::utterances)
                .containsExactly(64, 100);

        // And
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

        // And its export is there
        List<String> metadata = Files.readAllLines(folder.resolve("export/metadata.csv"));
        assertThat(metadata).hasSize(97).first().isEqualTo("utterance_000000.wav|Silav, tu çawa yî?");
        assertThat(folder.resolve("export/wavs/utterance_000096.wav")).exists();

        // And its report
        assertThat(Path.of(prepared.report())).isEqualTo(folder.resolve("export"));
        assertThat(folder.resolve("export/report.html")).exists();
        assertThat(Files.readAllLines(folder.resolve("export/rejected.csv")))
                .hasSize(4)
                .contains("validated.tsv,72,empty-text,no text,");
        assertThat(prepared.rejections())
                .extracting(RejectedUtterance::file, RejectedUtterance::row)
                .contains(tuple("validated.tsv", 72L));
        assertThat(prepared.speakers().count()).isEqualTo(1);
    }

    @Test
    void temporaryBatchesAreOnATopicOfTheirOwn() {
        // When
        probe.send(CloudEvents.toRecord(
                request("passing", SAMPLES, "common-voice", null).asTemporary(), "/test"));

        // Then
        DatasetPrepared prepared = probe.await(DatasetPrepared.class, "passing");
        assertThat(prepared.ranges()).extracting(OffsetRange::topic).containsOnly(Topics.TEMPORARY_BATCHES);
        assertThat(batches(prepared)).hasSize(prepared.batches());
    }

    @Test
    void aSourceOfWhichNothingIsLeftIsRefusedWithExamplesAndLeavesItsReport() throws IOException {
        // Given
        Path report = folder.resolve("reports/nothing");
        PrepareDataset request = new PrepareDataset(
                "nothing",
                SAMPLES,
                null,
                folder.resolve("voice").toString(),
                null,
                null,
                null,
                null,
                null,
                1,
                folder.resolve("nothing").toUri(),
                null,
                null,
                null,
                null,
                new SpeakerSelection("nobody", null, null),
                report.toUri());

        // When
        probe.send(CloudEvents.toRecord(request, "/test"));
        DatasetFailed failed = probe.await(DatasetFailed.class, "nothing");

        // Then
        assertThat(failed.reason())
                .contains("100 other-speaker (validated.tsv:2: speaker speaker-a, only nobody is wanted)")
                .contains("speaker-a (100 recordings)")
                .contains(report.resolve("rejected.csv").toString());
        assertThat(Files.readAllLines(report.resolve("rejected.csv"))).hasSize(101);
        assertThat(report.resolve("report.html")).exists();
        assertThat(folder.resolve("nothing")).doesNotExist();
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
        headers.remove(CloudEvents.TYPE).add(CloudEvents.TYPE, type.getBytes(UTF_8));
        return new Poison(name, new ProducerRecord<>(Topics.DATASET_REQUESTS, null, "same", value, headers), reason);
    }

    private static Poison poison(String name, String json, String reason) {
        return poison(name, "org.dengbej.PrepareDataset.v1", json == null ? null : json.getBytes(UTF_8), reason);
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
                        json("").getBytes(UTF_8),
                        "found org.dengbej.PrepareDataset.v2"),
                poison(
                        "another event",
                        "org.dengbej.CancelJob.v1",
                        json("").getBytes(UTF_8),
                        "found org.dengbej.CancelJob.v1"),
                poison("no type", "", json("").getBytes(UTF_8), "ce_type must be"),
                poison(
                        "the largest record",
                        "org.dengbej.PrepareDataset.v1",
                        new byte[largest],
                        "at most 1048576 bytes"),
                poison("the largest JSON", "[" + "{},".repeat(largest / 3 - 1) + "1]", "at most 1048576 bytes"));
    }

    @ParameterizedTest
    @MethodSource("poisons")
    void aRecordThatNobodyCanReadIsDeadLetteredAndCountedAndTheNextRequestIsPrepared(Poison poison) throws IOException {
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
        return metrics.get("dengbej.prep.dead.letters")
                .tag("kind", "invalid")
                .tag("topic", Topics.DATASET_REQUESTS)
                .counter()
                .count();
    }

    /** The good request that follows a bad one in the same partition. */
    private void prepareOne() throws IOException {
        Path pairs = Files.createDirectories(folder.resolve("pairs"));
        WavFile.write(pairs.resolve("a.wav"), new Audio(SyntheticSpeech.samples(1.5, 16_000, 1), 16_000));
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

    static List<Poison> requestsThatCannotBeMet() {
        return List.of(
                request("a folder that is missing", from("file:///no/such/folder", "pairs"), "/no/such/folder"),
                request("a source on the web", from("http://localhost/x", "pairs"), "must be a file:"),
                request("a source of no place", from("mailto:x@y", "pairs"), "must be a file:"),
                request("a layout that nobody knows", from(SAMPLES.toString(), "tape"), "tape"),
                request("a layout of endless length", from(SAMPLES.toString(), "x".repeat(900_000)), "xxx"),
                request("a folder of another layout", from(SAMPLES.toString(), "libritts"), "libritts"),
                request("a folder of nothing", from(SAMPLES.toString(), "pairs"), "sound files, each with a .txt"),
                request("a voice that is missing", withVoice("/no/voice"), "/no/voice"),
                request("a voice that is no path", withVoice("\0"), "Hugging Face id"),
                request("an export to the web", exporting("http://localhost/x"), "exportTo must be"),
                request("an export to no place of this machine", exporting("mailto:x@y"), "exportTo must be"),
                request("an export where nothing can be written", exporting("/proc/out"), "no folder can be made"));
    }

    @ParameterizedTest
    @MethodSource("requestsThatCannotBeMet")
    void aRequestThatCannotBeMetIsAnsweredAndTheNextIsPrepared(Poison poison) throws IOException {
        // Given
        double failed = datasets("failed");
        double defects = datasets("defect");

        // When
        probe.send(poison.record());
        prepareOne();

        // Then
        assertThat(probe.await(DatasetFailed.class, "failing").reason()).contains(poison.reason());
        assertThat(datasets("failed")).isEqualTo(failed + 1);
        assertThat(datasets("defect")).isEqualTo(defects);
    }

    private double datasets(String outcome) {
        return metrics.get("dengbej.prep.datasets")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    /** Stands for any defect of ours in the middle of a preparation. */
    private static final class Defect extends ProgressPublisher {

        @Override
        void publish(PrepareDataset request, int filtered, int total) {
            throw new IndexOutOfBoundsException("off by one");
        }
    }

    @Test
    void aDefectIsAnsweredAsOursDeadLetteredAndCounted() throws IOException {
        // Given
        double failed = datasets("failed");
        double defects = datasets("defect");
        ProgressPublisher sound = ClientProxy.unwrap(progress);
        QuarkusMock.installMockForInstance(new Defect(), progress);

        // When
        probe.send(CloudEvents.toRecord(request("broken", SAMPLES, "common-voice", null), "/test"));

        // Then
        assertThat(probe.await(DatasetFailed.class, "broken").reason())
                .startsWith("a defect of data preparation: ")
                .contains("off by one");
        assertThat(TopicProbe.header(
                        probe.records(Topics.deadLetter(Topics.DATASET_REQUESTS), 1)
                                .get(0),
                        "dead-letter-reason"))
                .isEqualTo("off by one");

        // And
        QuarkusMock.installMockForInstance(sound, progress);
        prepareOne();
        assertThat(datasets("failed")).isEqualTo(failed);
        assertThat(datasets("defect")).isEqualTo(defects + 1);
    }

    @Test
    void clientsRetryLessAndLessOftenWhileTheBrokerIsAway() {
        assertThat(broker)
                .containsEntry("reconnect.backoff.ms", "100")
                .containsEntry("reconnect.backoff.max.ms", "5000")
                .containsEntry("retry.backoff.max.ms", "2000");
    }

    @Test
    void itIsReadyAndAlive() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/q/health/ready").statusCode() == 200);
        assertThat(get("/q/health/live").jsonPath().getString("checks.find { it.name == 'Clock' }.status"))
                .isEqualTo("UP");
    }

    /** The metric family's name, which OpenMetrics describes without the suffixes of its samples. */
    private static String family(String sample) {
        return sample.replaceFirst("_(count|total)$", "");
    }

    private static Set<String> names(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(found -> family(found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyMetricIsDocumentedAndEveryDocumentedOneIsExposed() throws IOException {
        assertThat(names("^# TYPE (dengbej_prep_\\w+)", get("/q/metrics").asString()))
                .isEqualTo(names(
                        "^\\| `(dengbej_prep_\\w+)`", Files.readString(Path.of("../docs/operations/metrics.md"))));
    }

    @Test
    void theMetricsOfItsClientsAreThoseOfKafka() {
        // Awaited: they are bound when the client is made
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/q/metrics")
                        .asString()
                        .lines()
                        .anyMatch(line ->
                                line.startsWith("kafka_consumer_") && line.contains("consumer-dengbej-data-prep-")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dengbej_prep_datasets_total{outcome=\"prepared\"}",
                "dengbej_prep_datasets_total{outcome=\"failed\"}",
                "dengbej_prep_datasets_total{outcome=\"defect\"}",
                "dengbej_prep_batches_total",
                "dengbej_prep_utterances_total",
                "dengbej_prep_speech_seconds_total",
                "dengbej_prep_rejected_utterances_total{reason=\"too-short\"}",
                "dengbej_prep_rejected_utterances_total{reason=\"over-frame-budget\"}",
                "dengbej_prep_dead_letters_total{kind=\"defect\",topic=\"dengbej.dataset-requests\"}",
                "dengbej_prep_dead_letters_total{kind=\"invalid\",topic=\"dengbej.preparation-shards\"}",
                "dengbej_prep_dead_letters_total{kind=\"defect\",topic=\"dengbej.preparations\"}",
                "dengbej_prep_shards_total{outcome=\"prepared\"}",
                "dengbej_prep_shards_total{outcome=\"failed\"}",
                "dengbej_prep_shards_total{outcome=\"dropped\"}",
                "dengbej_prep_in_flight_shards",
                "dengbej_prep_preparation_seconds_count",
                "dengbej_prep_heartbeat_age_seconds"
            })
    void aMetricIsThereBeforeTheFirstRequestAndDescribed(String metric) {
        List<String> lines = get("/q/metrics").asString().lines().toList();
        String name = metric.replaceFirst("\\{.*", "");
        assertThat(lines).anyMatch(line -> line.startsWith(metric));
        assertThat(lines)
                .anyMatch(
                        line -> line.startsWith("# HELP " + family(name) + " ") && line.length() > name.length() + 20);
    }
}
