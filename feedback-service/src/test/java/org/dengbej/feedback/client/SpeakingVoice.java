package org.dengbej.feedback.client;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.dengbej.events.Topics;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.TopicProbe;

/** A promoted voice, made on first use, for tests that need any. */
public record SpeakingVoice(String name, List<String> sentences) {

    private static final ConcurrentHashMap<String, SpeakingVoice> SPEAKING = new ConcurrentHashMap<>();

    /** One for each test class. */
    public static SpeakingVoice of(Class<?> test) {
        return SPEAKING.computeIfAbsent(
                test.getName(), name -> promote(test.getSimpleName().toLowerCase(Locale.ROOT)));
    }

    private static SpeakingVoice promote(String prefix) {
        String name = prefix + "-" + UUID.randomUUID();
        try (TopicProbe probe = new TopicProbe(KafkaTestResource.bootstrapServers(), Topics.FEEDBACK)) {
            Path folder = Files.createTempDirectory(Path.of("target"), "voice");
            TestVoice.promote(name, 1, folder, probe);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SpeakingVoice(
                name,
                RestAssured.get("/api/voices/%s/sentences".formatted(name))
                        .path("findAll { it.role == 'evaluation' }.id"));
    }

    public String sentence() {
        return sentences.get(0);
    }

    /** A sentence that is to be recorded. */
    public String recordingSentence() {
        return RestAssured.get("/api/voices/%s/sentences".formatted(name)).path("find { it.role == 'recording' }.id");
    }

    /** The form of a correction that is trained on when it is approved. */
    public Multipart recordingForm(UUID submission) {
        return new Multipart()
                .field("submission", submission.toString())
                .field("voice", name)
                .field("sentence", recordingSentence())
                .field("consent", "0");
    }

    /** A rating of the first sentence as JSON. */
    public String rating(UUID submission, int score) {
        return "{\"submission\":\"%s\",\"voice\":\"%s\",\"sentence\":\"%s\",\"score\":%d}"
                .formatted(submission, name, sentence(), score);
    }

    /** The form of a correction of the first sentence. */
    public Multipart form(UUID submission) {
        return new Multipart()
                .field("submission", submission.toString())
                .field("voice", name)
                .field("sentence", sentence())
                .field("consent", "0");
    }
}
