package org.dengbej.feedback.voice;

import ai.djl.Device;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dengbej.feedback.audit.Act;
import org.dengbej.feedback.audit.Audit;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.web.DetailedReason;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.Require;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.text.UnspeakableTextException;
import org.dengbej.vits.Synthesizer;

/** Editor of a voice's sentences: what is added to be rated is spoken by champion and challenger, so that both can be compared. */
@ApplicationScoped
public class SentenceEditor {

    private static final int MAX_CHARACTERS = 500;

    @Inject
    FeedbackConfig config;

    @Inject
    Voices voices;

    @Inject
    Versions versions;

    @Inject
    Traps traps;

    @Inject
    Audit audit;

    /**
     * Adds sentences, which the audit log tells; those that are there stay as they are.
     *
     * @param trapScore that they ask for where they are traps; else null
     * @return the number of those that were added
     * @throws InvalidInputException when one cannot be spoken; none is added then
     */
    public int add(String voice, SentenceRole role, List<String> texts, Integer trapScore) throws SQLException {
        List<Version> speakers = new ArrayList<>();
        versions.champion(voice).ifPresent(speakers::add);
        versions.challenger(voice).ifPresent(speakers::add);
        List<String> added = added(voice, texts);
        Map<Version, Map<String, Audio>> spoken = new LinkedHashMap<>();
        for (Version speaker : speakers) {
            spoken.put(speaker, role.isSpoken() ? speak(speaker, added) : Map.of());
        }
        QuarkusTransaction.requiringNew().call(() -> {
            for (String text : role == SentenceRole.TRAP ? added : List.<String>of()) {
                traps.add(voice, text, trapScore);
            }
            for (Version speaker : speakers) {
                store(speaker, role, added, spoken.get(speaker));
            }
            audit.add(Act.ADD_SENTENCES, voice, "%d %s".formatted(added.size(), role.label()));
            return true;
        });
        return added.size();
    }

    private List<String> added(String voice, List<String> texts) throws SQLException {
        Optional<Version> champion = versions.champion(voice);
        Set<String> there = champion.isEmpty()
                ? Set.of()
                : voices.sentences(champion.get()).stream().map(Sentence::text).collect(Collectors.toSet());
        return texts.stream()
                .map(text -> Require.present("a text", Require.shortText("a text", text, MAX_CHARACTERS)))
                .distinct()
                .filter(text -> !there.contains(text))
                .toList();
    }

    private Map<String, Audio> speak(Version speaker, List<String> texts) {
        Map<String, Audio> spoken = new LinkedHashMap<>();
        try (Synthesizer synthesizer = Synthesizer.open(speaker.folder(), Device.cpu())) {
            for (String text : texts) {
                spoken.put(text, synthesizer.synthesize(text, config.speechSeed()));
            }
        } catch (UnspeakableTextException e) {
            throw InvalidInputException.unusable(new DetailedReason(
                    reasons -> reasons.cannotSpeak(speaker.number()),
                    "version %d cannot speak: %s".formatted(speaker.number(), e.getMessage())));
        }
        return spoken;
    }

    private void store(Version speaker, SentenceRole role, List<String> texts, Map<String, Audio> spoken)
            throws SQLException {
        int position = voices.sentences(speaker).size();
        for (String text : texts) {
            voices.add(Sentence.of(speaker, position, text, role), position++, Optional.ofNullable(spoken.get(text)));
        }
    }
}
