package org.dengbej.prep.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.prep.filter.VoiceFormat;
import org.dengbej.prep.source.ListedSource;
import org.dengbej.prep.source.Recording;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.WavFile;
import org.dengbej.speech.text.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedSpeakersTest {

    private static final int RATE_HZ = 16_000;

    @TempDir
    Path folder;

    private static byte[] tone() {
        float[] samples = new float[RATE_HZ * 3 / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.3 * Math.sin(2 * Math.PI * 220 * i / RATE_HZ));
        }
        return WavFile.encode(new Audio(samples, RATE_HZ));
    }

    @Test
    void whoSpeaksIsInTheBatchWhereTheSourceSaysIt() {
        // Given
        byte[] wav = tone();
        List<Recording> recordings = new ArrayList<>();
        for (String speaker : new String[] {"mem", null, " zîn ", "  ", "s".repeat(256)}) {
            recordings.add(new Recording("u" + recordings.size(), "abc", null, null, speaker, null, maxBytes -> wav));
        }
        PrepareDataset request = new PrepareDataset(
                "d", URI.create("file:///s"), "pairs", "voice", null, null, null, null, null, 1, null);
        VoiceFormat voice = new VoiceFormat(Tokenizer.forAlphabet("abc"), RATE_HZ, 256);

        // When
        try (Preparation prepared = Preparation.of(
                request, new ListedSource(List.of(), recordings, "test"), voice, 1_000_000, folder, filtered -> {})) {

            // Then
            Map<String, String> speakers = new HashMap<>();
            for (int i = 0; i < prepared.batchCount(); i++) {
                for (PreparedUtterance utterance : prepared.batch(i).utterances()) {
                    speakers.put(utterance.id(), utterance.speaker());
                }
            }
            Map<String, String> expected = new HashMap<>();
            expected.put("u0", "mem");
            expected.put("u1", null);
            expected.put("u2", "zîn");
            expected.put("u3", null);
            assertThat(speakers).isEqualTo(expected);
            assertThat(prepared.rejectedByReason()).containsEntry("name-too-long", 1);
        }
    }
}
