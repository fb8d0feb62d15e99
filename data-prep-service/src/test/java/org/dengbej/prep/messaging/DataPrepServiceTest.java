package org.dengbej.prep.messaging;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.LogRange;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.Topics;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedBatchCodec;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.LogReader;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.testing.KafkaStack;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(KafkaStack.class)
class DataPrepServiceTest {

    private static final URI SAMPLES = Path.of("../deploy/sample-data").toUri();

    @TempDir
    static Path folder;

    private TopicProbe probe;

    @BeforeEach
    void aVoiceToPrepareFor() throws IOException {
        Path voice = Files.createDirectories(folder.resolve("voice"));
        Tokenizer.forAlphabet("abcçdeêfghiîjklmnopqrsştuûvwxyz'-").write(voice);
        Files.writeString(voice.resolve("config.json"), "{\"sampling_rate\": 16000, \"upsample_rates\": [8, 8, 2, 2]}");
        probe = new TopicProbe(
                KafkaStack.bootstrapServers(), Topics.DATASETS, Topics.deadLetter(Topics.DATASET_REQUESTS));
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
        try (LogReader log = LogReader.open(KafkaStack.bootstrapServers())) {
            for (LogRange range : prepared.ranges()) {
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

    @Test
    void whatCannotBePreparedIsAnsweredAndTheServiceGoesOn() {
        probe.send(
                CloudEvents.toRecord(request("nowhere", URI.create("file:///no/such/folder"), "pairs", null), "/test"));
        assertThat(probe.await(DatasetFailed.class, "nowhere").reason()).contains("/no/such/folder");

        probe.send(CloudEvents.toRecord(request("odd", SAMPLES, "tape", null), "/test"));
        assertThat(probe.await(DatasetFailed.class, "odd").reason()).contains("tape");

        PrepareDataset noVoice =
                new PrepareDataset("mute", SAMPLES, "common-voice", "/no/voice", null, null, null, null, null, 1, null);
        probe.send(CloudEvents.toRecord(noVoice, "/test"));
        assertThat(probe.await(DatasetFailed.class, "mute").reason()).contains("/no/voice");

        probe.send(CloudEvents.toRecord(request("fine", SAMPLES, "common-voice", null), "/test"));
        assertThat(probe.await(DatasetPrepared.class, "fine").batches()).isEqualTo(25);
    }

    @Test
    void aPoisonousRequestIsDeadLetteredWithItsReasonAndTheNextIsPrepared() {
        // Given
        for (String poison : List.of("not json", "{\"dataset\": \"x\"}", "[]", "")) {
            ProducerRecord<String, byte[]> record =
                    CloudEvents.toRecord(request("poison", SAMPLES, "pairs", null), "/test");
            probe.send(new ProducerRecord<>(record.topic(), null, "after", poison.getBytes(), record.headers()));
        }
        probe.send(CloudEvents.toRecord(request("after", SAMPLES, "common-voice", null), "/test"));

        // Then
        assertThat(probe.await(DatasetPrepared.class, "after").batches()).isEqualTo(25);
        List<ConsumerRecord<String, byte[]>> dead = probe.records(Topics.deadLetter(Topics.DATASET_REQUESTS), 4);
        assertThat(dead).allSatisfy(record -> {
            assertThat(TopicProbe.header(record, "dead-letter-reason")).contains("PrepareDataset");
            assertThat(TopicProbe.header(record, "dead-letter-topic")).isEqualTo(Topics.DATASET_REQUESTS);
        });
    }

    @Test
    void itSaysThatItIsReady() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/q/health/ready").statusCode() == 200);
    }
}
