package org.dengbej.feedback.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.VoicePromoted;
import org.dengbej.events.WeightedDataset;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.WavFile;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.testing.TopicProbe;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.Voice;

/** A voice of random weights, published as a trainer would. */
public final class TestVoice {

    public static final List<String> SENTENCES = List.of("silav", "roj baş");
    private static final int RATE_HZ = 16_000;

    private TestVoice() {}

    /** Writes its model folder and sends its checkpoint; returns when it is promoted. */
    public static URI promote(String voice, long seed, Path folder, TopicProbe probe) {
        String sha256 = "sha-" + seed;
        URI model = write(folder.resolve(voice + "-" + seed), seed);
        probe.send(CloudEvents.toRecord(checkpoint(voice, seed, model), "/test"));
        VoicePromoted promoted = probe.await(
                VoicePromoted.class,
                event -> event.voice().equals(voice) && event.sha256().equals(sha256));
        assertThat(promoted.model()).isEqualTo(model);
        return model;
    }

    public static URI write(Path folder, long seed) {
        try {
            Tokenizer tokenizer = Tokenizer.forAlphabet("abcdefghijklmnopqrsştuûvwxyz");
            Voice.fresh(VitsConfig.demo(tokenizer.vocabSize()), tokenizer, seed).write(folder);
            return folder.toUri();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static CheckpointSaved checkpoint(String voice, long seed, URI model) {
        List<CheckpointSaved.Sample> samples = SENTENCES.stream()
                .map(text -> new CheckpointSaved.Sample(text, URI.create("file:///unused.wav")))
                .toList();
        return new CheckpointSaved(
                voice,
                "job-" + seed,
                model,
                seed,
                1,
                true,
                "sha-" + seed,
                Map.of(),
                samples,
                List.of(new WeightedDataset("base", 1.0)));
    }

    /** A file of silence. */
    public static byte[] recording(double seconds) {
        return WavFile.encode(new Audio(new float[(int) (RATE_HZ * seconds)], RATE_HZ));
    }
}
