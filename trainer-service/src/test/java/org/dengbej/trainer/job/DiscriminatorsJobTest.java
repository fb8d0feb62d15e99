package org.dengbej.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.JobFailed;
import org.dengbej.events.JobStarted;
import org.dengbej.events.StepsTrained;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.WeightedDataset;
import org.dengbej.speech.hub.HubClient;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.testing.HubServer;
import org.dengbej.trainer.data.ListedDataset;
import org.dengbej.trainer.loop.StopRequest;
import org.dengbej.trainer.step.TinyVoice;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.Voice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs from an MMS voice of a hub, whose discriminators lie where MMS published them. */
class DiscriminatorsJobTest {

    private static final Path RESOURCES = Path.of("../common/vits/src/test/resources");
    private static final String ID = "facebook/mms-tts-kmr-script_latin";
    private static final String MMS = "facebook/mms-tts";
    private static final String FULL = "full_models/kmr-script_latin/";
    private static final String PUBLISHED = "full_models/kmr-script_latin/D_100000.pth of facebook/mms-tts";
    private static final String ADVERSARIAL = "adversarial";
    private static final int WARM_UP = 2;

    @TempDir
    Path folder;

    private final HubServer server = new HubServer();
    private final ListedEvents events = new ListedEvents();
    private Voice voice;

    /** The golden voice, whose configuration on the hub says how small its discriminators are. */
    @BeforeEach
    void aVoiceOfTheHub() throws IOException {
        voice = goldenVoice(8);
        voice.write(folder.resolve("voice"));
        server.putModel(ID, "", folder.resolve("voice"));
    }

    private static Voice goldenVoice(int lastPeriodChannels) throws IOException {
        Voice original = Voice.read(RESOURCES.resolve("original"));
        ObjectNode config = (ObjectNode) new ObjectMapper()
                .readTree(RESOURCES.resolve("golden/tiny_vits_expected.json").toFile())
                .get("config");
        config.putArray("discriminator_period_channels").add(1).add(4).add(lastPeriodChannels);
        return new Voice(VitsConfig.parse(config), original.tokenizer(), original.tensors());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void publishOriginals() {
        server.putModel(MMS, FULL, RESOURCES.resolve("original"));
    }

    private TrainVoice job(String baseModel, String objective) {
        Hyperparameters hyperparameters = Hyperparameters.of(Map.of(
                "gradientAccumulationSteps", 1,
                "epochs", 1,
                "checkpointEverySteps", 1,
                "discriminatorWarmUpSteps", WARM_UP,
                "validationFraction", 0));
        return new TrainVoice(
                "tiny",
                "job",
                baseModel,
                List.of(new WeightedDataset("listed", null)),
                objective,
                null,
                hyperparameters,
                folder.resolve("out").toUri(),
                null,
                null,
                11,
                List.of());
    }

    private boolean train(TrainVoice job, Supplier<StopRequest> stop) {
        HubClient client = new HubClient(server.endpoint(), Optional.empty(), 2, Duration.ofMillis(1));
        return new JobRunner(
                        new ModelHub(folder.resolve("cache"), client),
                        Device.cpu(),
                        (requested, asked) -> Optional.of(new ListedDataset(TinyVoice.batches(3, 1))))
                .run(job, events, stop);
    }

    private void train(String baseModel) {
        assertThat(train(job(baseModel, TrainVoice.VITS), () -> StopRequest.NONE))
                .isTrue();
    }

    private String origin() {
        assertThat(events.of(JobFailed.class)).isEmpty();
        List<JobStarted> started = events.of(JobStarted.class);
        return started.get(started.size() - 1).discriminators();
    }

    /** Of each step, whether the generator's loss includes the discriminators' scores. */
    private List<Boolean> adversarialSteps() {
        return events.of(StepsTrained.class).stream()
                .map(step -> step.losses().containsKey(ADVERSARIAL))
                .toList();
    }

    @Test
    void aJobFromAnIdBeginsWithThePublishedDiscriminators() {
        publishOriginals();
        train(ID);
        assertThat(origin()).isEqualTo(PUBLISHED);
        assertThat(adversarialSteps()).containsExactly(true, true, true);
        assertThat(folder.resolve("cache/facebook--mms-tts--full_models--kmr-script_latin"))
                .isDirectoryContaining("glob:**/D_100000.pth")
                .isDirectoryNotContaining("glob:**/G_100000.pth");
    }

    @Test
    void withAFilledCacheNoNetworkIsNeeded() {
        publishOriginals();
        train(ID);
        server.close();
        events.clear();
        folderIsAnothers();
        train(ID);
        assertThat(origin()).isEqualTo(PUBLISHED);
        assertThat(adversarialSteps()).containsExactly(true, true, true);
    }

    /** A job of the same name in a folder without its checkpoints. */
    private void folderIsAnothers() {
        try {
            Files.move(folder.resolve("out"), folder.resolve("earlier"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aJobWhoseBaseModelHasNoneSaysSoAndWarmsUpNewOnes() {
        train(ID);
        assertThat(origin())
                .startsWith("fresh: ")
                .contains(PUBLISHED, "401")
                .endsWith("the generator hears them after 2 steps");
        assertThat(adversarialSteps()).containsExactly(false, false, true);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aHubThatAnswersWrongFailsNoJob(HubServer.Fault fault) throws IOException {
        // Given a voice in the cache, without its discriminators
        publishOriginals();
        voice.write(folder.resolve("cache/facebook--mms-tts-kmr-script_latin"));
        server.fault(fault);
        // When
        train(ID);
        // Then
        assertThat(origin()).startsWith("fresh: ");
        assertThat(events.of(JobCompleted.class)).hasSize(1);
    }

    @Test
    void aHubThatIsNotReachedFailsNoJob() throws IOException {
        voice.write(folder.resolve("cache/facebook--mms-tts-kmr-script_latin"));
        server.close();
        train(ID);
        assertThat(origin()).startsWith("fresh: ").contains("could not be downloaded");
    }

    @Test
    void publishedDiscriminatorsThatDoNotFitOrCannotBeReadAreSkipped() throws IOException {
        // Given a voice whose discriminators are of another size
        publishOriginals();
        goldenVoice(16).write(folder.resolve("cache/facebook--mms-tts-kmr-script_latin"));
        // When
        train(ID);
        // Then
        assertThat(origin()).startsWith("fresh: ").contains(PUBLISHED, "channels [1, 4, 16]", "must be [", "found [");

        // And given a file that is none
        server.putModel(MMS, FULL + "D_100000.pth", "no checkpoint".getBytes(StandardCharsets.UTF_8));
        Files.move(folder.resolve("cache/facebook--mms-tts--full_models--kmr-script_latin"), folder.resolve("moved"));
        folderIsAnothers();
        train(ID);
        assertThat(origin()).startsWith("fresh: ").contains("D_100000.pth", "zip archive");
    }

    @Test
    void discriminatorsOfTheBaseModelThatDoNotFitAreRefusedByName() throws IOException {
        // Given a voice for other channels, and one for fewer periods
        goldenVoice(16).write(folder.resolve("wide"));
        TinyVoice.fresh(3).write(folder.resolve("few"));
        // When
        for (String each : List.of("wide", "few")) {
            Path base = folder.resolve(each);
            Files.copy(RESOURCES.resolve("original/D_100000.pth"), base.resolve("D_100000.pth"));
            train(base.toString());
        }
        // Then
        assertThat(events.of(JobFailed.class))
                .extracting(JobFailed::reason)
                .satisfiesExactly(
                        reason -> assertThat(reason)
                                .contains(
                                        "D_100000.pth of the base model",
                                        "channels [1, 4, 16]",
                                        "discriminators.1.convs.1.bias must be [16], found [8]"),
                        reason -> assertThat(reason)
                                .contains(
                                        "D_100000.pth of the base model",
                                        "periods [2, 3]",
                                        "discriminators.3.convs.0.bias [4] is not part of this model"));
    }

    @Test
    void discriminatorsAmongTheWeightsAreTheBaseModels() throws IOException {
        voice.write(folder.resolve("trained"));
        Files.delete(folder.resolve("trained/model.safetensors"));
        Files.copy(
                RESOURCES.resolve("golden/tiny_vits_train.safetensors"), folder.resolve("trained/model.safetensors"));
        train(folder.resolve("trained").toString());
        assertThat(origin()).isEqualTo("discriminator.* among the weights of the base model");
        assertThat(adversarialSteps()).containsExactly(true, true, true);
    }

    @Test
    void anIdThatTheHubDoesNotHaveBeginsWithMmsOriginals() {
        server.putModel(MMS, "full_models/zza/", RESOURCES.resolve("original"));
        // The original's configuration does not say how small these discriminators are.
        train(job("facebook/mms-tts-zza", TrainVoice.MEL), () -> StopRequest.NONE);
        assertThat(events.of(JobFailed.class)).isEmpty();
        assertThat(events.of(JobCompleted.class)).hasSize(1);
    }

    @Test
    void anObjectiveWithoutDiscriminatorsAsksForNone() {
        publishOriginals();
        train(job(ID, TrainVoice.MEL), () -> StopRequest.NONE);
        assertThat(origin()).isNull();
        assertThat(server.requests()).noneMatch(request -> request.contains("full_models"));
    }

    @Test
    void aResumedJobKeepsToWhatItBeganWith() {
        // Given a job that began without, and was stopped after its first step
        train(
                job(ID, TrainVoice.VITS),
                () -> events.of(CheckpointSaved.class).isEmpty() ? StopRequest.NONE : StopRequest.HAND_BACK);
        String first = origin();
        // When it is resumed where the hub has them
        publishOriginals();
        train(ID);
        // Then
        assertThat(events.of(JobStarted.class)).hasSize(2);
        assertThat(origin()).isEqualTo(first).startsWith("fresh: ");
        assertThat(adversarialSteps()).containsExactly(false, false, true);
    }
}
