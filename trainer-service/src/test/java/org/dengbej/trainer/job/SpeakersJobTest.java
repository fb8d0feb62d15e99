package org.dengbej.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.dengbej.events.BatchSkipped;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.WeightedDataset;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.speech.hub.ModelHub;
import org.dengbej.trainer.data.ListedDataset;
import org.dengbej.trainer.loop.StopRequest;
import org.dengbej.trainer.step.TinyVoice;
import org.dengbej.vits.Speakers;
import org.dengbej.vits.Voice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs whose data sets have several speakers. */
class SpeakersJobTest {

    private static final int SIZE = 6;
    private static final String EMBEDDING = "embed_speaker.weight";

    @TempDir
    Path folder;

    private final ListedEvents events = new ListedEvents();
    private String objective = TrainVoice.VITS;

    private static List<PreparedBatch> spokenBy(String... speakers) {
        List<PreparedBatch> batches = new ArrayList<>();
        for (PreparedBatch batch : TinyVoice.batches(3, speakers.length)) {
            List<PreparedUtterance> utterances = new ArrayList<>();
            for (PreparedUtterance utterance : batch.utterances()) {
                String speaker = speakers[utterances.size()];
                utterances.add(
                        new PreparedUtterance(utterance.id(), utterance.inputIds(), utterance.waveform(), 1, speaker));
            }
            batches.add(new PreparedBatch(batch.dataset(), batch.index(), batch.sampleRateHz(), utterances));
        }
        return batches;
    }

    private Voice base(int speakers, int embeddingSize) throws IOException {
        Voice voice = TinyVoice.fresh(3, speakers, embeddingSize);
        voice.write(folder.resolve("base"));
        return voice;
    }

    private TrainVoice job(String output, String baseModel) {
        Hyperparameters hyperparameters = Hyperparameters.of(Map.of(
                "gradientAccumulationSteps", 2,
                "learningRate", 1e-3,
                "epochs", 2,
                "checkpointEverySteps", 1,
                "discriminatorWarmUpSteps", 0,
                "validationFraction", 0));
        return new TrainVoice(
                "tiny",
                "job",
                baseModel,
                List.of(new WeightedDataset("tiny", null)),
                objective,
                null,
                hyperparameters,
                folder.resolve(output).toUri(),
                null,
                null,
                11,
                List.of("abc"));
    }

    private Voice train(String output, List<PreparedBatch> batches, Supplier<StopRequest> stop) {
        return train(output, folder.resolve("base").toString(), batches, stop);
    }

    private Voice train(String output, String baseModel, List<PreparedBatch> batches, Supplier<StopRequest> stop) {
        ModelHub hub = new ModelHub(folder.resolve("cache"), URI.create("http://localhost:1"));
        boolean ended = new JobRunner(hub, Device.cpu(), (job, asked) -> Optional.of(new ListedDataset(batches)))
                .run(job(output, baseModel), events, stop);
        return ended ? Voice.read(folder.resolve(output).resolve("final_model")) : null;
    }

    private StopRequest afterACheckpoint() {
        return events.of(CheckpointSaved.class).isEmpty() ? StopRequest.NONE : StopRequest.HAND_BACK;
    }

    private static float[] row(Voice voice, int speaker) {
        float[] rows = voice.tensors().get(EMBEDDING).toFloats();
        return Arrays.copyOfRange(rows, speaker * SIZE, (speaker + 1) * SIZE);
    }

    @ParameterizedTest
    @ValueSource(strings = {TrainVoice.VITS, TrainVoice.MEL})
    void newSpeakersAreLearnedBesideThoseThatTheVoiceHas(String trained) throws IOException {
        // Given
        objective = trained;
        Voice base = base(2, SIZE);

        // When
        Voice voice = train("out", spokenBy("zîn", "mem"), () -> StopRequest.NONE);

        // Then
        assertThat(events.all())
                .hasAtLeastOneElementOfType(JobCompleted.class)
                .noneMatch(BatchSkipped.class::isInstance);
        assertThat(voice.config().numSpeakers()).isEqualTo(4);
        assertThat(voice.speakers()).isEqualTo(new Speakers(4, Map.of("mem", 2, "zîn", 3)));
        float[] mean = row(base.withSpeakers(List.of("mem", "zîn"), 11), 2);
        assertThat(row(voice, 2)).isNotEqualTo(mean).isNotEqualTo(row(voice, 3));
    }

    @Test
    void aNewVoiceLearnsTheSpeakersOfItsData() throws IOException {
        base(1, SIZE);
        Voice voice = train("out", "fresh:" + folder.resolve("base"), spokenBy("b", "a"), () -> StopRequest.NONE);
        assertThat(voice.speakers()).isEqualTo(new Speakers(2, Map.of("a", 0, "b", 1)));
    }

    @Test
    void aFreshVoiceHasNoMoreSpeakersThanItsDataWhateverItsConfigurationSays() throws IOException {
        base(109, SIZE);
        Voice voice = train("out", "fresh:" + folder.resolve("base"), spokenBy("b", "a"), () -> StopRequest.NONE);
        assertThat(voice.config().numSpeakers()).isEqualTo(2);
    }

    @Test
    void utterancesOfNobodyAreOneSpeakersWhoHasTheDataSetsName() throws IOException {
        base(2, SIZE);
        Voice voice = train("out", spokenBy("mem", null), () -> StopRequest.NONE);
        assertThat(voice.speakers()).isEqualTo(new Speakers(4, Map.of("mem", 2, "tiny", 3)));
    }

    @Test
    void aJobThatIsResumedLearnsTheSame() throws IOException {
        // Given
        base(2, SIZE);
        train("whole", spokenBy("zîn", "mem"), () -> StopRequest.NONE);

        // When
        events.clear();
        assertThat(train("parts", spokenBy("zîn", "mem"), this::afterACheckpoint))
                .isNull();
        train("parts", spokenBy("zîn", "mem"), () -> StopRequest.NONE);

        // Then
        for (String file : List.of(Voice.TENSORS_FILE, "speaker_ids.json", "config.json")) {
            assertThat(folder.resolve("parts/final_model").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("whole/final_model").resolve(file));
        }
    }

    @Test
    void aSpeakerWhoComesWhileAJobIsUnderWayIsSkippedWithTheReason() throws IOException {
        // Given
        base(2, SIZE);
        train("out", spokenBy("zîn", "mem"), this::afterACheckpoint);

        // When
        List<PreparedBatch> more = new ArrayList<>(spokenBy("zîn", "mem"));
        more.set(2, spokenBy("zîn", "siyabend").get(2));
        Voice voice = train("out", more, () -> StopRequest.NONE);

        // Then
        assertThat(voice.speakers().ids()).containsOnlyKeys("mem", "zîn");
        assertThat(events.all())
                .filteredOn(BatchSkipped.class::isInstance)
                .isNotEmpty()
                .allMatch(skipped -> ((BatchSkipped) skipped).detail().contains("siyabend"));
    }

    @Test
    void aVoiceOfOneSpeakerStaysOneToTheLastBitWhoeverSpeaks() throws IOException {
        // Given
        base(1, 0);

        // When
        train("several", spokenBy("zîn", "mem"), () -> StopRequest.NONE);
        train("nobody", spokenBy(null, null), () -> StopRequest.NONE);

        // Then
        assertThat(folder.resolve("several/final_model/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("nobody/final_model/model.safetensors"));
        assertThat(Files.exists(folder.resolve("several/final_model/speaker_ids.json")))
                .isFalse();
    }
}
