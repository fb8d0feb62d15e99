package org.dengbej.feedback.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.Topics;
import org.dengbej.events.VoicePromoted;
import org.dengbej.files.Checksums;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.TopicProbe;

/** The shipped voice as a promoted one, with the sentences of the sample data and their recordings. */
public record SampleVoice(String name, List<String> texts) {

    private static final Path SAMPLE = Path.of("../deploy/sample-data").toAbsolutePath();

    /** Promotes it under a new name; it speaks the first of so many sentences of the sample data. */
    public static SampleVoice promote(int sentences) {
        try (TopicProbe probe = new TopicProbe(KafkaTestResource.bootstrapServers(), Topics.FEEDBACK)) {
            List<String> texts = Files.readAllLines(SAMPLE.resolve("sentences.txt"));
            String name = "sample-" + UUID.randomUUID();
            String job = name + "-job";
            URI model = SAMPLE.resolve("voice").toUri();
            probe.send(CloudEvents.toRecord(TestVoice.started(name, job), "/test"));
            probe.send(CloudEvents.toRecord(checkpoint(name, job, model, texts.subList(0, sentences)), "/test"));
            probe.send(CloudEvents.toRecord(new JobCompleted(job, name, 1, 1, 0, List.of(), model, 1, null), "/test"));
            probe.await(VoicePromoted.class, event -> event.voice().equals(name));
            return new SampleVoice(name, texts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CheckpointSaved checkpoint(String voice, String job, URI model, List<String> texts)
            throws IOException {
        List<CheckpointSaved.Sample> samples = texts.stream()
                .map(text -> new CheckpointSaved.Sample(text, URI.create("file:///unused.wav")))
                .toList();
        String sha256 = Checksums.sha256(Path.of(model).resolve("model.safetensors"));
        return new CheckpointSaved(voice, job, model, 1, 1, true, sha256, Map.of(), samples, List.of());
    }

    /** The recording of a sentence, an MP3 file. */
    public static byte[] clip(int sentence) throws IOException {
        return Files.readAllBytes(SAMPLE.resolve("clips/kmr_%04d.mp3".formatted(sentence + 1)));
    }
}
