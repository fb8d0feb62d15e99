package org.dengbej.feedback.voice;

import ai.djl.Device;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.VoicePromoted;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.metrics.FeedbackMetrics;
import org.dengbej.feedback.outbox.Outbox;
import org.dengbej.speech.audio.WavFile;
import org.dengbej.speech.text.UnspeakableTextException;
import org.dengbej.vits.Synthesizer;

/** Promotion of a checkpoint to the current voice: its sentences are synthesized, and then all of them are replaced at once. */
@ApplicationScoped
public class Promotion {

    @Inject
    FeedbackConfig config;

    @Inject
    Voices voices;

    @Inject
    Outbox outbox;

    @Inject
    FeedbackMetrics metrics;

    /**
     * Promotes a checkpoint. An intermediate one does not replace a finished voice.
     *
     * @throws org.dengbej.vits.InvalidVoiceException when its folder cannot be used
     */
    public void promote(CheckpointSaved checkpoint) throws SQLException {
        Optional<CurrentVoice> current = voices.find(checkpoint.voice());
        boolean better =
                checkpoint.last() || current.map(voice -> !voice.finished()).orElse(true);
        if (!better
                || current.map(CurrentVoice::uri)
                                .filter(checkpoint.uri().toString()::equals)
                                .isPresent()
                        && current.get().sha256().equals(checkpoint.sha256())) {
            return;
        }
        try (Synthesizer synthesizer = Synthesizer.open(Path.of(checkpoint.uri()), Device.cpu())) {
            Map<String, byte[]> spoken = synthesize(synthesizer, sentences(checkpoint));
            CurrentVoice promoted = new CurrentVoice(
                    checkpoint.voice(),
                    checkpoint.job(),
                    checkpoint.uri().toString(),
                    checkpoint.sha256(),
                    checkpoint.last(),
                    synthesizer.config().samplingRate(),
                    checkpoint.datasets());
            QuarkusTransaction.requiringNew().call(() -> replace(promoted, spoken, current));
            metrics.promoted();
        }
        Log.infof(
                "voice promoted: voice=%s job=%s step=%d finished=%b",
                checkpoint.voice(), checkpoint.job(), checkpoint.step(), checkpoint.last());
    }

    private List<String> sentences(CheckpointSaved checkpoint) {
        return checkpoint.samples().isEmpty()
                ? defaultSentences()
                : checkpoint.samples().stream()
                        .map(CheckpointSaved.Sample::text)
                        .toList();
    }

    private List<String> defaultSentences() {
        try {
            if (config.sentencesFile().isPresent()) {
                return Files.readAllLines(config.sentencesFile().get()).stream()
                        .filter(line -> !line.isBlank())
                        .toList();
            }
            try (var in = Promotion.class.getResourceAsStream("/sentences.txt")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the sentences cannot be read: " + e, e);
        }
    }

    private Map<String, byte[]> synthesize(Synthesizer synthesizer, List<String> sentences) {
        Map<String, byte[]> spoken = new LinkedHashMap<>();
        for (String sentence : sentences) {
            try {
                spoken.put(
                        sentence,
                        WavFile.encode(
                                metrics.timeSynthesis(() -> synthesizer.synthesize(sentence, config.speechSeed()))));
            } catch (UnspeakableTextException | IllegalStateException e) {
                Log.warnf("sentence skipped: sentence=%s reason=%s", sentence, e.getMessage());
            }
        }
        return spoken;
    }

    private boolean replace(CurrentVoice promoted, Map<String, byte[]> spoken, Optional<CurrentVoice> current)
            throws SQLException {
        voices.promote(promoted);
        int position = 0;
        for (Map.Entry<String, byte[]> sentence : spoken.entrySet()) {
            UUID id = UUID.nameUUIDFromBytes("%s/%s/%d"
                    .formatted(promoted.name(), promoted.sha256(), position)
                    .getBytes(StandardCharsets.UTF_8));
            voices.add(
                    new Sentence(id, promoted.name(), promoted.sha256(), sentence.getKey()),
                    position++,
                    sentence.getValue());
        }
        outbox.add(new VoicePromoted(
                promoted.name(),
                URI.create(promoted.uri()),
                promoted.sha256(),
                current.map(CurrentVoice::sha256).orElse(null)));
        return true;
    }
}
