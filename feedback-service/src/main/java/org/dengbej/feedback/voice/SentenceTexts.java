package org.dengbej.feedback.voice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.feedback.config.FeedbackConfig;

/** The texts that a version speaks: those of the champion, so that both can be compared; of the first version, the checkpoint's. */
@ApplicationScoped
class SentenceTexts {

    @Inject
    FeedbackConfig config;

    @Inject
    Voices voices;

    /** The texts in their order, each with its role. */
    Map<String, SentenceRole> of(CheckpointSaved checkpoint, Optional<Version> champion) throws SQLException {
        Map<String, SentenceRole> texts = new LinkedHashMap<>();
        if (champion.isPresent()) {
            voices.sentences(champion.get()).forEach(sentence -> texts.put(sentence.text(), sentence.role()));
        }
        return texts.isEmpty() ? first(checkpoint) : texts;
    }

    private Map<String, SentenceRole> first(CheckpointSaved checkpoint) {
        Map<String, SentenceRole> texts = new LinkedHashMap<>();
        checkpoint.samples().forEach(sample -> texts.put(sample.text(), SentenceRole.EVALUATION));
        List<String> others = configured();
        // without samples, every second one is kept for recordings
        for (int i = 0; i < others.size(); i++) {
            boolean recorded = !checkpoint.samples().isEmpty() || i % 2 == 1;
            texts.putIfAbsent(others.get(i), recorded ? SentenceRole.RECORDING : SentenceRole.EVALUATION);
        }
        if (config.sentencesFile().isEmpty()) {
            Traps.ours().keySet().forEach(text -> texts.putIfAbsent(text, SentenceRole.TRAP));
        }
        return texts;
    }

    private List<String> configured() {
        try {
            if (config.sentencesFile().isPresent()) {
                return Files.readAllLines(config.sentencesFile().get()).stream()
                        .filter(line -> !line.isBlank())
                        .toList();
            }
            try (var in = SentenceTexts.class.getResourceAsStream("/sentences.txt")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the sentences cannot be read: " + e, e);
        }
    }
}
