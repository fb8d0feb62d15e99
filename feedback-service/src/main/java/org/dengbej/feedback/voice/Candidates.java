package org.dengbej.feedback.voice;

import ai.djl.Device;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.metrics.FeedbackMetrics;
import org.dengbej.files.Checksums;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.text.UnspeakableTextException;
import org.dengbej.vits.InvalidVoiceException;
import org.dengbej.vits.Synthesizer;

/** Candidates: checkpoints become versions. The sentences to be rated are synthesized first, and then all of it is stored at once. */
@ApplicationScoped
public class Candidates {

    private static final String WEIGHTS = "model.safetensors";
    private static final int MAX_UNKNOWN_JOBS = 1000;

    /** Names that no voice can have: a voice's page is at the path of its name. */
    private static final List<String> RESERVED = List.of("api", "me", "openapi", "studio");

    private record Speech(int sampleRateHz, Map<String, Audio> sentences) {}

    /** When a checkpoint of an unknown job was first tried, by job: its age says nothing after an outage. */
    private final Cache<String, Instant> firstAttempts = Caffeine.newBuilder()
            .maximumSize(MAX_UNKNOWN_JOBS)
            .expireAfterWrite(UnknownJobException.TIMEOUT.multipliedBy(2))
            .build();

    @Inject
    FeedbackConfig config;

    @Inject
    Voices voices;

    @Inject
    Versions versions;

    @Inject
    TrainingJobs jobs;

    @Inject
    SentenceTexts texts;

    @Inject
    Promotions promotions;

    @Inject
    FeedbackMetrics metrics;

    /**
     * Makes a checkpoint a version. The first of a voice is its champion, and so are the later ones of the job that made it, until that
     * job ends; after that the end of a job alone is a candidate.
     *
     * @throws InvalidVoiceException when its folder cannot be used, or holds other weights than the event says, or its name is reserved
     * @throws UnknownJobException when nothing was seen of its job
     */
    public void add(CheckpointSaved checkpoint) throws SQLException, IOException {
        requireFreeName(checkpoint.voice());
        requireJobOfVoice(checkpoint);
        Optional<Version> champion = versions.champion(checkpoint.voice());
        if (!isWanted(checkpoint, champion)) {
            return;
        }
        Path folder = Path.of(checkpoint.uri());
        Map<String, SentenceRole> sentences = texts.of(checkpoint, champion);
        Speech speech = synthesize(folder, checkpoint.sha256(), sentences);
        QuarkusTransaction.requiringNew().call(() -> store(checkpoint, speech, sentences));
    }

    private static void requireFreeName(String voice) {
        if (RESERVED.contains(voice)) {
            throw new InvalidVoiceException(
                    "CheckpointSaved.voice must be none of %s, whose paths are pages of their own, found %s"
                            .formatted(RESERVED, voice));
        }
    }

    private void requireJobOfVoice(CheckpointSaved checkpoint) throws SQLException {
        String voice = jobs.voice(checkpoint.job())
                .orElseThrow(() -> new UnknownJobException(
                        checkpoint.job(),
                        checkpoint.voice(),
                        firstAttempts.get(checkpoint.job(), job -> Instant.now())));
        if (!voice.equals(checkpoint.voice())) {
            throw new InvalidVoiceException(
                    "CheckpointSaved.voice must be the voice of its job %s, which is %s, found %s"
                            .formatted(checkpoint.job(), voice, checkpoint.voice()));
        }
    }

    /** True for the end of a job, and while a voice has nothing better for any checkpoint; a version that is there stays as it is. */
    private boolean isWanted(CheckpointSaved checkpoint, Optional<Version> champion) throws SQLException {
        boolean first = champion.map(
                        version -> !version.finished() && version.job().equals(checkpoint.job()))
                .orElse(true);
        Optional<Version> known = versions.find(checkpoint.voice(), checkpoint.sha256());
        return known.isPresent() ? checkpoint.last() && !known.get().finished() : checkpoint.last() || first;
    }

    private Speech synthesize(Path folder, String sha256, Map<String, SentenceRole> sentences) throws IOException {
        String found = Checksums.sha256(folder.resolve(WEIGHTS));
        if (!found.equals(sha256)) {
            throw new InvalidVoiceException("[%s] CheckpointSaved.sha256 must be that of %s, expected %s, found %s"
                    .formatted(folder, WEIGHTS, sha256, found));
        }
        try (Synthesizer synthesizer = Synthesizer.open(folder, Device.cpu())) {
            Map<String, Audio> spoken = new LinkedHashMap<>();
            for (Map.Entry<String, SentenceRole> sentence : sentences.entrySet()) {
                if (sentence.getValue().isSpoken()) {
                    speak(synthesizer, sentence.getKey()).ifPresent(audio -> spoken.put(sentence.getKey(), audio));
                }
            }
            return new Speech(synthesizer.config().samplingRate(), spoken);
        }
    }

    private Optional<Audio> speak(Synthesizer synthesizer, String sentence) {
        try {
            return Optional.of(metrics.timeSynthesis(() -> synthesizer.synthesize(sentence, config.speechSeed())));
        } catch (UnspeakableTextException | IllegalStateException e) {
            Log.warnf("sentence skipped: sentence=%s reason=%s", sentence, e.getMessage());
            return Optional.empty();
        }
    }

    private boolean store(CheckpointSaved checkpoint, Speech speech, Map<String, SentenceRole> roles)
            throws SQLException {
        voices.lockOrAdd(checkpoint.voice());
        Optional<Version> known = versions.find(checkpoint.voice(), checkpoint.sha256());
        if (known.isPresent()) {
            versions.finish(known.get(), checkpoint.job(), checkpoint.uri().toString());
            return true;
        }
        Version version = new Version(
                checkpoint.voice(),
                versions.nextNumber(checkpoint.voice()),
                checkpoint.sha256(),
                checkpoint.job(),
                checkpoint.uri().toString(),
                checkpoint.last(),
                speech.sampleRateHz(),
                checkpoint.datasets(),
                VersionState.CANDIDATE,
                null);
        versions.add(version);
        int position = 0;
        for (Map.Entry<String, SentenceRole> sentence : roles.entrySet()) {
            Audio audio = speech.sentences().get(sentence.getKey());
            if (audio != null || !sentence.getValue().isSpoken()) {
                voices.add(
                        Sentence.of(version, position, sentence.getKey(), sentence.getValue()),
                        position++,
                        Optional.ofNullable(audio));
            }
        }
        Log.infof(
                "version added: voice=%s version=%d job=%s step=%d finished=%b",
                version.voice(), version.number(), version.job(), checkpoint.step(), checkpoint.last());
        promotions.consider(version);
        return true;
    }
}
