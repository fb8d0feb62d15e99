package org.dengbej.prep.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.dengbej.events.Filters;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.RejectedUtterance;
import org.dengbej.events.SoundConditioning;
import org.dengbej.events.SoundFilters;
import org.dengbej.prep.filter.VoiceFormat;
import org.dengbej.prep.source.Layouts;
import org.dengbej.prep.source.RecordingSource;
import org.dengbej.prep.source.SourceOptions;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.testing.SyntheticSpeech;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of three files of the same sentence: digital silence, channels that cancel, and a good one. */
class SilentClipsTest {

    private static final int RATE_HZ = 22_050;
    private static final VoiceFormat VOICE =
            new VoiceFormat(Tokenizer.forAlphabet("abcçdeêfghiîjklmnopqrsştuûvwxyz"), 16_000, 256);

    @TempDir
    Path folder;

    private void wav(String name, int channels, float... samples) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : samples) {
            bytes.putShort((short) (32767 * sample));
        }
        AudioFormat format = new AudioFormat(RATE_HZ, 16, channels, true, false);
        try (AudioInputStream in =
                new AudioInputStream(new ByteArrayInputStream(bytes.array()), format, samples.length / channels)) {
            AudioSystem.write(
                    in,
                    AudioFileFormat.Type.WAVE,
                    folder.resolve("wavs/" + name + ".wav").toFile());
        }
    }

    @BeforeEach
    void threeFiles() throws IOException {
        Files.createDirectories(folder.resolve("wavs"));
        float[] speech = SyntheticSpeech.between(0.5, 2, RATE_HZ, 1);
        float[] antiphase = new float[2 * speech.length];
        for (int i = 0; i < speech.length; i++) {
            antiphase[2 * i] = speech[i];
            antiphase[2 * i + 1] = -speech[i];
        }
        wav("silence", 1, new float[4 * RATE_HZ]);
        wav("antiphase", 2, antiphase);
        wav("good", 1, speech);
        Files.write(
                folder.resolve("metadata.csv"),
                List.of(
                        "silence|silav hevalê min tu çawa yî",
                        "antiphase|silav hevalê min tu çawa yî",
                        "good|silav hevalê min tu çawa yî"));
    }

    private Preparation prepare(SoundFilters sound, SoundConditioning conditioning) {
        PrepareDataset request = new PrepareDataset(
                "d",
                folder.toUri(),
                null,
                "voice",
                null,
                new Filters(null, null, null, null, null, null, sound),
                null,
                null,
                null,
                1,
                null,
                null,
                null,
                null,
                conditioning,
                null,
                null);
        try (RecordingSource source = Layouts.open(folder.toUri(), SourceOptions.of(request))) {
            return Preparation.of(request, source, VOICE, 1_000_000, folder, filtered -> {});
        }
    }

    @Test
    void theGoodOneIsKeptAndTheOthersAreRejectedForTheirReasons() {
        try (Preparation prepared = prepare(null, null)) {
            assertThat(prepared.rejectedByReason()).isEqualTo(Map.of("silent", 1, "cancelled-out", 1));
            assertThat(prepared.rejections())
                    .extracting(RejectedUtterance::utteranceId, RejectedUtterance::reason)
                    .allMatch(rejected -> rejected.toString().contains("silence")
                            == rejected.toString().contains("silent"));
            assertThat(prepared.utteranceCount()).isEqualTo(1);
            assertThat(prepared.pcm(0).length / 16_000.0).isCloseTo(2.2, within(0.05));
        }
    }

    @Test
    void withoutFiltersAndConditioningAllAreKeptAsTheyAre() {
        try (Preparation prepared = prepare(SoundFilters.NONE, SoundConditioning.NONE)) {
            assertThat(prepared.utteranceCount()).isEqualTo(3);
            assertThat(prepared.pcm(2).length / 16_000.0).isCloseTo(3, within(0.01));
        }
    }
}
