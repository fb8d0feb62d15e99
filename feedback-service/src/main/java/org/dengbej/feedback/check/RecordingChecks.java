package org.dengbej.feedback.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.recording.RecordingFiles;
import org.dengbej.feedback.voice.Sentence;
import org.dengbej.feedback.voice.SentenceAudioCache;
import org.dengbej.feedback.voice.SentenceRole;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.AudioDecoder;
import org.dengbej.speech.audio.DecodeLimits;
import org.dengbej.speech.audio.UnreadableAudioException;

/**
 * The checks of stored recordings against their sentence and their speaker. What fails is held: listeners are not asked about it, and a
 * voice builder decides, since the judge may be wrong where a voice is young or a listener has a new microphone.
 */
@ApplicationScoped
class RecordingChecks {

    /** Recordings of a voice that are checked at a time. */
    private static final int BATCH = 50;

    /** Recordings of the same listener that a new one is compared with, the newest. */
    private static final int OTHERS = 5;

    /** Sentences of the voice's own speech by which it is found out whether it is a judge. */
    private static final int OWN_SENTENCES = 3;

    /** Longer than what is taken, or spoken as a sentence. */
    private static final double MAX_SECONDS = 600;

    /** Verdicts on versions, by their SHA-256: true for a judge of words. */
    private final Cache<String, Boolean> judges =
            Caffeine.newBuilder().maximumSize(1000).build();

    private record Unchecked(UUID id, UUID submission, String text) {}

    @Inject
    FeedbackConfig config;

    @Inject
    Database database;

    @Inject
    Voices voices;

    @Inject
    SentenceAudioCache audio;

    @Inject
    RecordingFiles recordings;

    /** Checks the recordings of a voice that nobody has decided about, the oldest first, and returns how many it checked. */
    int check(Version champion) throws SQLException, IOException {
        List<Unchecked> unchecked = database.list(
                row -> new Unchecked(
                        row.getObject("id", UUID.class),
                        row.getObject("submission", UUID.class),
                        row.getString("text")),
                """
                SELECT c.id, c.submission, s.text FROM correction c JOIN sentence s ON s.id = c.sentence
                WHERE c.voice = ? AND c.checked_at IS NULL AND c.state = 'pending' ORDER BY c.recorded_at LIMIT ?""",
                champion.voice(),
                BATCH);
        if (unchecked.isEmpty()) {
            return 0;
        }
        try (VoiceJudge judge = open(champion)) {
            for (Unchecked recording : unchecked) {
                check(recording, champion, judge);
            }
        }
        return unchecked.size();
    }

    private VoiceJudge open(Version champion) throws SQLException {
        if (Boolean.FALSE.equals(judges.getIfPresent(champion.sha256()))) {
            return VoiceJudge.ofSpeakersAlone(champion);
        }
        VoiceJudge judge = VoiceJudge.open(champion, ownSpeech(champion));
        judges.put(champion.sha256(), judge.isJudge());
        return judge;
    }

    private Map<String, Audio> ownSpeech(Version version) throws SQLException {
        Map<String, Audio> spoken = new LinkedHashMap<>();
        List<Sentence> sentences = voices.sentences(version, SentenceRole.EVALUATION);
        for (Sentence sentence : sentences.subList(0, Math.min(OWN_SENTENCES, sentences.size()))) {
            spoken.put(sentence.text(), decoded(audio.wav(sentence.id()), version));
        }
        return spoken;
    }

    private void check(Unchecked recording, Version champion, VoiceJudge judge) throws SQLException {
        OptionalDouble letters = OptionalDouble.empty();
        OptionalDouble divergence = OptionalDouble.empty();
        String held;
        try {
            Audio sound = decoded(recordings.read(recording.id()), champion);
            letters = judge.lettersHeard(recording.text(), sound);
            divergence = judge.speakerDivergence(sound, others(recording, champion));
            held = held(letters, divergence);
        } catch (IOException | RuntimeException e) {
            Log.warnf(e, "recording not checked: id=%s", recording.id());
            held = "it could not be checked: " + e.getMessage();
        }
        database.update("""
                UPDATE correction SET checked_at = now(), letters_heard = ?, speaker_divergence = ?, held = ?
                WHERE id = ? AND checked_at IS NULL""", boxed(letters), boxed(divergence), held, recording.id());
        if (held != null) {
            Log.infof("recording held: id=%s reason=%s", recording.id(), held);
        }
    }

    /** Null where there is no reason to hold a recording. */
    private String held(OptionalDouble letters, OptionalDouble divergence) {
        FeedbackConfig.Correction limits = config.correction();
        List<String> reasons = new ArrayList<>();
        if (letters.isPresent() && letters.getAsDouble() < limits.minLettersHeard()) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "other words: %.0f %% of the letters are heard, at least %.0f %%",
                    100 * letters.getAsDouble(),
                    100 * limits.minLettersHeard()));
        }
        if (divergence.isPresent() && divergence.getAsDouble() > limits.maxSpeakerDivergence()) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "another speaker than in the listener's other recordings: %.0f nats apart, at most %.0f",
                    divergence.getAsDouble(),
                    limits.maxSpeakerDivergence()));
        }
        return reasons.isEmpty() ? null : String.join("; ", reasons);
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    /** Other recordings of the same listener that were not rejected; none where it is nobody in particular. */
    private List<Audio> others(Unchecked recording, Version champion) throws SQLException, IOException {
        List<UUID> ids = database.ids("""
                SELECT c.id FROM assignment own
                JOIN assignment a ON a.listener = own.listener AND a.voice = own.voice
                JOIN correction c ON c.submission = a.token
                WHERE own.token = ? AND c.submission <> own.token AND c.state <> 'rejected' AND c.held IS NULL
                ORDER BY c.recorded_at DESC LIMIT ?""", recording.submission(), OTHERS);
        List<Audio> others = new ArrayList<>();
        for (UUID id : ids) {
            others.add(decoded(recordings.read(id), champion));
        }
        return others;
    }

    /** At the rate of a version: an earlier one may have had another. */
    private static Audio decoded(byte[] wav, Version version) {
        try {
            return AudioDecoder.decode(wav, version.sampleRateHz(), new DecodeLimits(wav.length, MAX_SECONDS));
        } catch (UnreadableAudioException e) {
            throw new IllegalStateException("a file that was stored cannot be read: " + e.getMessage(), e);
        }
    }
}
