package org.dengbej.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.dengbej.embedded.ChildJvm;
import org.dengbej.embedded.FreePorts;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.DatasetProgress;
import org.dengbej.events.Event;
import org.dengbej.events.EventJson;
import org.dengbej.events.Filters;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.StepsTrained;
import org.dengbej.events.Topics;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedBatchCodec;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.local.client.EventClient;
import org.dengbej.local.stack.Stack;
import org.dengbej.local.stack.StackOptions;
import org.dengbej.local.stack.WorkFolder;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.OffsetRangeReader;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.WavFile;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.testing.SyntheticSpeech;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.Voice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops and kills the real services and their broker in the middle of their work, and starts them again. */
class FaultsTest {

    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    private static final String LETTERS = "abcçdeêfghiîjklmnopqrsştuûvwxyz'-";
    private static final String TINY = """
            {"vocab_size": %d, "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "ffn_dim": 16,
             "flow_size": 8, "upsample_initial_channel": 16, "prior_encoder_num_flows": 2, "layerdrop": 0,
             "prior_encoder_num_wavenet_layers": 1, "posterior_encoder_num_wavenet_layers": 1,
             "resblock_kernel_sizes": [3], "resblock_dilation_sizes": [[1]], "noise_scale_duration": 0.0}""";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String DATA_PREP = "data-prep-service";
    private static final String TRAINER = "trainer-service";

    /** Enough that nothing is over before it is disturbed. */
    private static final int RECORDINGS = 2_000;

    @TempDir
    static Path folder;

    private static Stack stack;

    @BeforeAll
    static void aStackAVoiceAndRecordings() throws IOException {
        stack = new Stack(
                HOME,
                new WorkFolder(folder.resolve("work")),
                new StackOptions(null, "cpu").withFeedback(ChaosRun.FEEDBACK));
        stack.start();
        Tokenizer tokenizer = Tokenizer.forAlphabet(LETTERS);
        VitsConfig tiny = VitsConfig.parse(new ObjectMapper().readTree(TINY.formatted(tokenizer.vocabSize())));
        Voice.fresh(tiny, tokenizer, 1).write(folder.resolve("voice"));
        Path pairs = Files.createDirectory(folder.resolve("pairs"));
        Path first = pairs.resolve("r0.wav");
        WavFile.write(first, new Audio(SyntheticSpeech.samples(1.5, 48_000, 1), 48_000));
        for (int i = 0; i < RECORDINGS; i++) {
            if (i > 0) {
                Files.createLink(pairs.resolve("r%d.wav".formatted(i)), first);
            }
            Files.writeString(pairs.resolve("r%d.txt".formatted(i)), "silav");
        }
    }

    @AfterAll
    static void stop() {
        stack.stop();
    }

    private static EventClient client() {
        return new EventClient(stack.bootstrapServers(), () -> {});
    }

    private static ProcessHandle process(String part) {
        return stack.work().process(part).orElseThrow();
    }

    private static void kill(String part) {
        ProcessHandle process = process(part);
        process.destroyForcibly();
        process.onExit().join();
    }

    private static void stopBroker() {
        ChildJvm.stop(process("kafka"), SOON.toMillis());
    }

    private static void awaitReadiness(String service, String state) {
        Awaitility.await(service)
                .atMost(SOON)
                .until(() -> stack.status().get(service).contains(", " + state + ","));
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

    private static PrepareDataset request(String name, Path source, String layout, int maxUtterances) {
        return new PrepareDataset(
                name,
                source.toUri(),
                layout,
                folder.resolve("voice").toString(),
                null,
                new Filters(0, null, null, null, null),
                null,
                null,
                maxUtterances,
                1,
                null);
    }

    private static void prepare(EventClient client, String name, int untilUtterances) {
        client.publish(request(name, folder.resolve("pairs"), "pairs", 0));
        await(
                client,
                DatasetProgress.class,
                progress -> progress.dataset().equals(name) && progress.utterances() >= untilUtterances);
    }

    /** On the whole partition, from its beginning on. */
    private static void assertEachBatchIsThereOnce(EventClient client, String name) {
        DatasetPrepared prepared =
                await(client, DatasetPrepared.class, event -> event.dataset().equals(name));
        OffsetRange range = prepared.ranges().get(0);
        List<String> ids = new ArrayList<>();
        int batches = 0;
        try (OffsetRangeReader log =
                OffsetRangeReader.open(Map.of("bootstrap.servers", stack.bootstrapServers()), SOON)) {
            OffsetRange all = new OffsetRange(range.topic(), range.partition(), 0, range.endOffset(), range.count());
            for (Iterator<ConsumerRecord<String, byte[]>> records = log.read(all); records.hasNext(); ) {
                ConsumerRecord<String, byte[]> record = records.next();
                if (name.equals(record.key())) {
                    PreparedBatch batch = PreparedBatchCodec.read(record.value());
                    batch.utterances().stream().map(PreparedUtterance::id).forEach(ids::add);
                    batches++;
                }
            }
        }
        assertThat(batches).isEqualTo(prepared.batches()).isEqualTo(range.count());
        assertThat(ids).hasSize(RECORDINGS);
        assertThat(new HashSet<>(ids)).hasSize(RECORDINGS);
    }

    @Test
    @Tag("faults")
    void aBrokerThatIsStoppedHalfwayYieldsEachBatchOnceAndTheServicesSayThatTheyAreNotReady() {
        try (EventClient client = client()) {
            prepare(client, "broker-stopped", 300);
            stopBroker();
            awaitReadiness(DATA_PREP, "not ready");
            awaitReadiness(TRAINER, "not ready");
            stack.start();
            awaitReadiness(DATA_PREP, "ready");
            awaitReadiness(TRAINER, "ready");
            assertEachBatchIsThereOnce(client, "broker-stopped");
        }
    }

    @Test
    @Tag("faults")
    void aBrokerThatIsKilledWhileBatchesArePublishedYieldsEachOnce() {
        try (EventClient client = client()) {
            prepare(client, "broker-killed", RECORDINGS);
            kill("kafka");
            stack.start();
            assertEachBatchIsThereOnce(client, "broker-killed");
        }
    }

    @Test
    void aServiceThatDiesWhileACommandWaitsIsStartedAgainAndYieldsEachBatchOnce() {
        try (EventClient command = new EventClient(stack.bootstrapServers(), stack::keepUp)) {
            prepare(command, "data-prep-killed", 300);
            kill(DATA_PREP);
            assertEachBatchIsThereOnce(command, "data-prep-killed");
        }
    }

    /** More than is prepared whole. */
    private static final int RECORDINGS_IN_SHARDS = 6_000;

    @Test
    @Tag("faults")
    void aDataSetInShardsWhoseServiceAndBrokerAreKilledHasEachUtteranceOnce() throws IOException {
        Path many = Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i < RECORDINGS_IN_SHARDS; i++) {
            Files.createLink(many.resolve("r%d.wav".formatted(i)), folder.resolve("pairs/r0.wav"));
            Files.writeString(many.resolve("r%d.txt".formatted(i)), "silav");
        }
        try (EventClient command = new EventClient(stack.bootstrapServers(), stack::keepUp)) {
            // When the service is killed after a shard, and the broker after some more
            command.publish(request("in-shards", many, "pairs", 0));
            awaitProgress(command, 1);
            kill(DATA_PREP);
            stack.start();
            awaitProgress(command, 2_500);
            kill("kafka");
            stack.start();

            // Then
            DatasetPrepared prepared = await(
                    command, DatasetPrepared.class, event -> event.dataset().equals("in-shards"));
            assertThat(prepared.statistics().clips()).isEqualTo(RECORDINGS_IN_SHARDS);
            assertThat(idsOf(prepared)).hasSize(RECORDINGS_IN_SHARDS).doesNotHaveDuplicates();
        }
    }

    private static void awaitProgress(EventClient client, int utterances) {
        await(
                client,
                DatasetProgress.class,
                progress -> progress.dataset().equals("in-shards") && progress.utterances() >= utterances);
    }

    /** Of all batches in its ranges that have its key. */
    private static List<String> idsOf(DatasetPrepared prepared) {
        List<String> ids = new ArrayList<>();
        int batches = 0;
        try (OffsetRangeReader log =
                OffsetRangeReader.open(Map.of("bootstrap.servers", stack.bootstrapServers()), SOON)) {
            for (OffsetRange range : prepared.ranges()) {
                for (Iterator<ConsumerRecord<String, byte[]>> records = log.read(range); records.hasNext(); ) {
                    ConsumerRecord<String, byte[]> record = records.next();
                    if (prepared.batchKey().equals(record.key())) {
                        PreparedBatch batch = PreparedBatchCodec.read(record.value());
                        batch.utterances().stream().map(PreparedUtterance::id).forEach(ids::add);
                        batches++;
                    }
                }
            }
        }
        assertThat(batches).isEqualTo(prepared.batches());
        return ids;
    }

    @Test
    @Tag("faults")
    void aTrainerThatIsKilledAndWhoseBrokerIsStoppedEndsWithTheSameWeights() {
        try (EventClient client = client()) {
            // Given a job that nobody disturbs
            String referenceRun = weightsOf(client, "undisturbed", "speech");

            // When another is killed in its second epoch, and loses its broker in the third
            client.publish(job("disturbed", "speech"));
            await(client, StepsTrained.class, step -> inEpoch(step, "disturbed", 2));
            kill(TRAINER);
            stack.start();
            await(client, StepsTrained.class, step -> inEpoch(step, "disturbed", 3));
            stopBroker();
            awaitReadiness(TRAINER, "not ready");
            stack.start();

            // Then
            assertThat(finished(client, "disturbed").sha256()).isEqualTo(referenceRun);
        }
    }

    @Test
    @Tag("faults")
    void aTrainerThatIsFrozenPastItsSessionAndGoesOnChangesNothingThatCounts() throws IOException {
        try (EventClient client = client()) {
            // Given a job that nobody disturbs
            String alone = weightsOf(client, "alone", "spoken");

            // When the trainer of another is frozen in its second epoch, and a second trainer does the job to its end
            client.publish(job("taken-over", "spoken"));
            await(client, StepsTrained.class, step -> inEpoch(step, "taken-over", 2));
            ProcessHandle frozen = process(TRAINER);
            signal(frozen, "STOP");
            anotherTrainer();
            CheckpointSaved taken = finished(client, "taken-over");
            Map<Path, FileTime> written = written(folder.resolve("taken-over"));

            // And the first goes on, and finds out
            int told = trainerLog().length();
            signal(frozen, "CONT");
            Awaitility.await("the frozen trainer leaves the job")
                    .atMost(SOON)
                    .until(() -> trainerLog().substring(told).contains("record released:"));
            frozen.destroyForcibly();
            frozen.onExit().join();

            // Then
            assertThat(taken.sha256()).isEqualTo(alone);
            assertThat(written(folder.resolve("taken-over"))).isEqualTo(written);
            List<CheckpointSaved> checkpoints = checkpointsOf("taken-over");
            assertThat(checkpoints)
                    .extracting(saved -> "%d %b".formatted(saved.step(), saved.last()))
                    .doesNotHaveDuplicates();
            assertThat(checkpoints).last().isEqualTo(taken);
        }
    }

    /** The SHA-256 of what a job learns of a data set that is prepared for it. */
    private static String weightsOf(EventClient client, String job, String dataset) {
        client.publish(request(dataset, HOME.resolve("deploy/sample-data"), "common-voice", 16));
        client.publish(job(job, dataset));
        return finished(client, job).sha256();
    }

    private static String trainerLog() throws IOException {
        return Files.readString(stack.work().log(TRAINER));
    }

    private static void signal(ProcessHandle process, String name) throws IOException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .onExit()
                .join();
    }

    /** The launcher knows one trainer; it forgets this one, and where it listens. */
    private static void anotherTrainer() throws IOException {
        Path run = folder.resolve("work/run");
        Properties ports = new Properties();
        try (Reader in = Files.newBufferedReader(run.resolve("ports.properties"))) {
            ports.load(in);
        }
        ports.setProperty("trainer", Integer.toString(FreePorts.one()));
        try (Writer out = Files.newBufferedWriter(run.resolve("ports.properties"))) {
            ports.store(out, null);
        }
        Files.delete(run.resolve(TRAINER + ".pid"));
        stack.start();
    }

    /** Each file in a folder, and when it was written last. */
    private static Map<Path, FileTime> written(Path output) throws IOException {
        Map<Path, FileTime> times = new TreeMap<>();
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.toList()) {
                times.put(file, Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    /** All checkpoints of a job that a consumer reads by now. */
    private static List<CheckpointSaved> checkpointsOf(String job) {
        List<CheckpointSaved> checkpoints = new ArrayList<>();
        try (OffsetRangeReader log = OffsetRangeReader.open(stack.bootstrapServers())) {
            for (OffsetRange range : log.allRanges(Topics.CHECKPOINTS)) {
                log.read(range)
                        .forEachRemaining(record -> CloudEvents.read(record)
                                .filter(CheckpointSaved.class::isInstance)
                                .map(CheckpointSaved.class::cast)
                                .filter(saved -> saved.job().equals(job))
                                .ifPresent(checkpoints::add));
            }
        }
        return checkpoints;
    }

    private static boolean inEpoch(StepsTrained step, String job, int epoch) {
        return step.job().equals(job) && step.epoch() == epoch;
    }

    private static CheckpointSaved finished(EventClient client, String job) {
        return await(client, CheckpointSaved.class, saved -> saved.job().equals(job) && saved.last());
    }

    private static TrainVoice job(String name, String dataset) {
        String json = """
                {"voice": "voice", "job": "%s", "baseModel": "fresh:%s", "datasets": [{"dataset": "%s"}],
                 "objective": "mel", "output": "%s", "seed": 9,
                 "hyperparameters": {"gradientAccumulationSteps": 2, "learningRate": 4e-4, "epochs": 8,
                                     "checkpointEveryEpochs": 0, "checkpointEverySteps": 2}}""".formatted(
                name, folder.resolve("voice"), dataset, folder.resolve(name).toUri());
        return EventJson.read(json.getBytes(StandardCharsets.UTF_8), TrainVoice.class);
    }
}
