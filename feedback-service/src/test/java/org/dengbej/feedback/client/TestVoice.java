package org.dengbej.feedback.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.Hyperparameters;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.JobStarted;
import org.dengbej.events.VoicePromoted;
import org.dengbej.events.WeightedDataset;
import org.dengbej.files.Checksums;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.WavFile;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.testing.SyntheticSpeech;
import org.dengbej.testing.TopicProbe;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.Voice;

/** A voice of random weights, published as a trainer would. */
public final class TestVoice {

    public static final List<String> SENTENCES = List.of("silav", "roj baş");
    private static final int RATE_HZ = 16_000;

    private TestVoice() {}

    /** Writes the model folder of a voice's first version and sends its checkpoint; returns when it is the champion. */
    public static URI promote(String voice, long seed, Path folder, TopicProbe probe) {
        URI model = publish(voice, seed, folder, probe);
        VoicePromoted promoted =
                probe.await(VoicePromoted.class, event -> event.voice().equals(voice));
        assertThat(promoted.model()).isEqualTo(model);
        return model;
    }

    /** Writes a version's model folder and sends the events of the job that made it. */
    public static URI publish(String voice, long seed, Path folder, TopicProbe probe) {
        URI model = write(folder.resolve(voice + "-" + seed), seed);
        CheckpointSaved checkpoint = checkpoint(voice, seed, model);
        probe.send(CloudEvents.toRecord(started(voice, checkpoint.job()), "/test"));
        probe.send(CloudEvents.toRecord(checkpoint, "/test"));
        probe.send(CloudEvents.toRecord(
                new JobCompleted(checkpoint.job(), voice, 1, 1, 0, List.of(), model, 1, null), "/test"));
        return model;
    }

    public static JobStarted started(String voice, String job) {
        return new JobStarted(job, voice, "cpu", 1, 1, 0, 1L, Hyperparameters.of(Map.of()), null);
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
                voice + "-job-" + seed,
                model,
                seed,
                1,
                true,
                sha256(model),
                Map.of(),
                samples,
                List.of(new WeightedDataset("base", 1.0)));
    }

    private static String sha256(URI model) {
        try {
            return Checksums.sha256(Path.of(model).resolve("model.safetensors"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of what measures like speech. */
    public static byte[] recording(double seconds) {
        return WavFile.encode(new Audio(SyntheticSpeech.samples(seconds, RATE_HZ, 1), RATE_HZ));
    }
}
