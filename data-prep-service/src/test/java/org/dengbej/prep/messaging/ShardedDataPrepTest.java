package org.dengbej.prep.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.ClientProxy;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.DatasetPlanned;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.DatasetProgress;
import org.dengbej.events.Filters;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.ShardRange;
import org.dengbej.events.SpeakerSelection;
import org.dengbej.events.Topics;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedBatchCodec;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.OffsetRangeReader;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service where a hundred recordings are many: more shards than are under way at a time. */
@QuarkusTest
@TestProfile(ShardedDataPrepTest.SmallShards.class)
@QuarkusTestResource(KafkaTestResource.class)
class ShardedDataPrepTest {

    public static final class SmallShards implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dengbej.data-prep.max-whole-recordings", "20", "dengbej.data-prep.shard-recordings", "5");
        }
    }

    private static final URI SAMPLES = Path.of("../deploy/sample-data").toUri();

    @TempDir
    static Path folder;

    @Inject
    MeterRegistry metrics;

    @Inject
    ProgressPublisher progress;

    private TopicProbe probe;

    @BeforeEach
    void aVoiceToPrepareFor() throws IOException {
        VoiceFolder.write(folder.resolve("voice"));
        probe = new TopicProbe(
                KafkaTestResource.bootstrapServers(), Topics.DATASETS, Topics.deadLetter(Topics.PREPARATIONS));
    }

    @AfterEach
    void close() {
        probe.close();
    }

    private static PrepareDataset request(String name, Filters filters, int maxUtterances, String exportTo) {
        return new PrepareDataset(
                name,
                SAMPLES,
                "common-voice",
                folder.resolve("voice").toString(),
                null,
                filters,
                null,
                null,
                maxUtterances,
                1,
                exportTo == null ? null : folder.resolve(exportTo).toUri());
    }

    private static PrepareDataset reporting(
            String name, SpeakerSelection speakers, Integer max, Path export, Path report) {
        return new PrepareDataset(
                name,
                SAMPLES,
                null,
                folder.resolve("voice").toString(),
                null,
                null,
                null,
                null,
                max,
                1,
                export == null ? null : export.toUri(),
                null,
                null,
                null,
                null,
                speakers,
                report.toUri());
    }

    private void ask(PrepareDataset request) {
        probe.send(CloudEvents.toRecord(request, "/test"));
    }

    private static List<PreparedBatch> batches(DatasetPrepared prepared) {
        List<PreparedBatch> batches = new ArrayList<>();
        try (OffsetRangeReader log = OffsetRangeReader.open(KafkaTestResource.bootstrapServers())) {
            for (OffsetRange range : prepared.ranges()) {
                log.read(range).forEachRemaining(record -> {
                    if (record.key().equals(prepared.batchKey())) {
                        batches.add(PreparedBatchCodec.read(record.value()));
                    }
                });
            }
        }
        return batches;
    }

    private double shards(String outcome) {
        return metrics.get("dengbej.prep.shards")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void aDataSetInShardsIsWhatItWouldBeWhole() throws IOException {
        // When
        double prepared = shards("prepared");
        ask(request("sharded", null, 0, "export"));
        DatasetPrepared event = probe.await(DatasetPrepared.class, "sharded");

        // Then each utterance is there once, in batches of places of their own
        List<PreparedBatch> batches = batches(event);
        assertThat(batches).hasSize(event.batches());
        assertThat(batches).extracting(PreparedBatch::index).doesNotHaveDuplicates();
        assertThat(batches.stream().flatMap(batch -> batch.utterances().stream()))
                .hasSize(97)
                .extracting(PreparedUtterance::id)
                .doesNotHaveDuplicates();

        // And what is told of it is the same
        assertThat(event.statistics().clips()).isEqualTo(97);
        assertThat(event.statistics().firstTexts()).hasSize(5).contains("Silav, tu çawa yî?");
        assertThat(event.rejected())
                .containsOnlyKeys("too-few-upvotes", "too-many-downvotes", "empty-text")
                .containsValues(1);
        assertThat(event.rejections()).hasSize(3);
        assertThat(event.layout()).contains("common-voice");
        assertThat(shards("prepared")).isEqualTo(prepared + 20);
        assertThat(probe.all(DatasetProgress.class).stream()
                        .filter(told -> told.dataset().equals("sharded")))
                .last()
                .satisfies(told ->
                        assertThat(told.utterances()).isEqualTo(told.total()).isEqualTo(100));

        // And so is its export, of which nothing lies beside it
        List<String> metadata = Files.readAllLines(folder.resolve("export/metadata.csv"));
        assertThat(metadata)
                .hasSize(97)
                .startsWith("utterance_000000.wav|Silav, tu çawa yî?")
                .doesNotHaveDuplicates();
        assertThat(folder.resolve("export/wavs/utterance_000096.wav")).exists();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> shardFolders("export").isEmpty());

        // And its report, whose sums close
        assertThat(Path.of(event.report())).isEqualTo(folder.resolve("export"));
        assertThat(event.unused()).isZero();
        assertThat(Files.readAllLines(folder.resolve("export/rejected.csv")))
                .hasSize(1 + 100 - 97)
                .startsWith("file,row,reason,value,text")
                .last()
                .asString()
                .startsWith("validated.tsv,");
        assertThat(Files.readString(folder.resolve("export/report.html")))
                .contains("<b>100</b> recordings", "<b>97</b> kept", "<b>3</b> rejected", "too-few-upvotes")
                .contains("Durations", "Letters", "Good speech by speaker", "src=\"data:audio/");
    }

    @Test
    void aReportIsLeftWithoutAnExportToo() throws IOException {
        Path report = folder.resolve("reports/sharded");
        ask(reporting("reported", null, 33, null, report));
        DatasetPrepared event = probe.await(DatasetPrepared.class, "reported");
        assertThat(Path.of(event.report())).isEqualTo(report);
        int rejected =
                event.rejected().values().stream().mapToInt(Integer::intValue).sum();
        assertThat(event.statistics().clips() + rejected + event.unused()).isEqualTo(100);
        assertThat(Files.readAllLines(report.resolve("rejected.csv"))).hasSize(1 + rejected);
        assertThat(Files.readString(report.resolve("report.html")))
                .contains("<b>100</b> recordings", "<b>33</b> kept", "<b>%d</b> not needed".formatted(event.unused()));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> shardFolders("sharded").isEmpty());
    }

    @Test
    void aDataSetOfWhichNothingIsLeftLeavesItsReport() throws IOException {
        Path report = folder.resolve("reports/nothing");
        ask(reporting("nothing", new SpeakerSelection("nobody", null, null), null, folder.resolve("nothing"), report));
        assertThat(probe.await(DatasetFailed.class, "nothing").reason())
                .contains("no utterance is left", "other-speaker=100")
                .contains("all rejections: " + report.resolve("rejected.csv"));
        assertThat(Files.readAllLines(report.resolve("rejected.csv"))).hasSize(101);
        assertThat(Files.readString(report.resolve("report.html"))).contains("<b>0</b> kept", "<b>100</b> rejected");
        assertThat(folder.resolve("nothing")).doesNotExist();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> shardFolders("nothing").isEmpty());
    }

    private static List<Path> shardFolders(String target) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(file -> file.getFileName().toString().startsWith(".shards-" + target + "-"))
                    .toList();
        }
    }

    @Test
    void aNumberOfUtterancesAreTheFirstOfThem() throws IOException {
        ask(request("all", null, 0, "all"));
        ask(request("some", null, 33, "some"));
        probe.await(DatasetPrepared.class, "all");
        DatasetPrepared some = probe.await(DatasetPrepared.class, "some");
        assertThat(some.statistics().clips()).isEqualTo(33);
        assertThat(Files.readAllLines(folder.resolve("some/metadata.csv")))
                .isEqualTo(
                        Files.readAllLines(folder.resolve("all/metadata.csv")).subList(0, 33));
    }

    @Test
    void aDataSetOfWhichNothingIsLeftFailsWithTheReasons() {
        ask(request("strict", new Filters(99, null, null, null, null), 0, null));
        assertThat(probe.await(DatasetFailed.class, "strict").reason())
                .contains("no utterance is left", "too-few-upvotes=");
    }

    @Test
    void aSourceThatChangedSinceItWasDividedFailsItsDataSetOnceAndTheOtherShardsAreDropped() {
        // Given a plan of a listing that is not there any more
        double ended = shards("failed") + shards("dropped");
        PrepareDataset request = request("changed", null, 0, "changed");
        List<ShardRange> ranges =
                IntStream.range(0, 20).mapToObj(i -> new ShardRange(i * 5, 5)).toList();
        probe.send(CloudEvents.toRecord(
                new DatasetPlanned("changed", "9-9", request, 100, "another", null, null, ranges), "/test"));

        // Then
        assertThat(probe.await(DatasetFailed.class, "changed").reason()).contains("changed while they were prepared");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> shards("failed") + shards("dropped") >= ended + Topics.SHARD_PARTITIONS);

        // And another is prepared
        ask(request("after", null, 0, null));
        probe.await(DatasetPrepared.class, "after");
        assertThat(probe.all(DatasetFailed.class).stream()
                        .filter(failed -> failed.dataset().equals("changed")))
                .hasSize(1);
    }

    /** Stands for any defect of ours while results are joined. */
    private static final class Defect extends ProgressPublisher {

        @Override
        void publish(PrepareDataset request, int filtered, int total) {
            throw new IndexOutOfBoundsException("off by one");
        }
    }

    @Test
    void aDefectIsAnsweredAsOursAndDeadLettered() {
        ProgressPublisher sound = ClientProxy.unwrap(progress);
        QuarkusMock.installMockForInstance(new Defect(), progress);
        ask(request("broken", null, 0, null));
        assertThat(probe.await(DatasetFailed.class, "broken").reason())
                .startsWith("a defect of data preparation: ")
                .contains("off by one");
        probe.records(Topics.deadLetter(Topics.PREPARATIONS), 1);
        QuarkusMock.installMockForInstance(sound, progress);
        ask(request("mended", null, 0, null));
        probe.await(DatasetPrepared.class, "mended");
    }

    private static void maxBatchBytes(int bytes) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.BATCHES);
        ConfigEntry entry = new ConfigEntry("max.message.bytes", Integer.toString(bytes));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KafkaTestResource.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> admin.describeConfigs(List.of(topic))
                            .all()
                            .get()
                            .get(topic)
                            .get("max.message.bytes")
                            .value()
                            .equals(entry.value()));
        }
    }

    @Test
    void batchesThatTheirTopicDoesNotTakeFailTheDataSetWithTheReasonWholeOrInShards() throws Exception {
        try {
            maxBatchBytes(20_000);
            ask(request("whole-too-large", null, 10, null));
            ask(request("shards-too-large", null, 0, null));
            for (String name : List.of("whole-too-large", "shards-too-large")) {
                assertThat(probe.await(DatasetFailed.class, name).reason())
                        .contains("the broker does not take what was prepared", "RecordTooLarge");
            }
        } finally {
            maxBatchBytes(Topics.MAX_MESSAGE_BYTES);
        }
        ask(request("small-enough", null, 0, null));
        probe.await(DatasetPrepared.class, "small-enough");
    }
}
