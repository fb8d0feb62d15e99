package org.dengbej.feedback.correction;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.dengbej.events.CorrectionRecorded;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.outbox.Outbox;
import org.dengbej.feedback.trigger.FineTuning;
import org.dengbej.feedback.voice.CurrentVoice;
import org.dengbej.feedback.voice.Sentence;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.Require;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.AudioDecoder;
import org.dengbej.speech.audio.DecodeLimits;
import org.dengbej.speech.audio.UnreadableAudioException;
import org.dengbej.speech.audio.WavFile;

/** Takes recordings: decoded and checked first, then into the database, the outbox and the data folder. */
@ApplicationScoped
public class Corrections {

    @Inject
    DataSource database;

    @Inject
    FeedbackConfig config;

    @Inject
    Voices voices;

    @Inject
    Outbox outbox;

    @Inject
    FineTuning fineTuning;

    /**
     * A correction as it comes in.
     *
     * @param submission UUID made by the sender: the same one sent twice is one correction
     * @param voice      whose sentence it is
     * @param sentence   UUID of the sentence that is said better
     * @param rating     UUID of the rating that it came with, or null
     * @param recording  a sound file
     */
    public record Given(String submission, String voice, String sentence, String rating, byte[] recording) {}

    /**
     * Takes a correction, or recognises one that was taken.
     *
     * @return its id
     * @throws InvalidInputException saying what is wrong with it
     */
    public UUID give(Given given) throws SQLException {
        UUID submission = Require.uuid("submission", given.submission());
        UUID rating = given.rating() == null ? null : Require.uuid("rating", given.rating());
        String voiceName = Require.present("voice", given.voice());
        Sentence sentence = voices.sentence(Require.uuid("sentence", given.sentence()))
                .filter(of -> of.voice().equals(voiceName))
                .orElseThrow(() -> InvalidInputException.notFound("this voice has no such sentence"));
        if (rating != null && !rated(rating, sentence.id())) {
            throw InvalidInputException.notFound("this sentence has no such rating");
        }
        CurrentVoice voice = voices.find(voiceName).orElseThrow();
        Audio audio = decode(Require.present("recording", given.recording()), voice.sampleRateHz());
        return store(submission, sentence, rating, audio);
    }

    private Audio decode(byte[] recording, int sampleRateHz) {
        FeedbackConfig.Correction limits = config.correction();
        if (recording.length > limits.maxBytes()) {
            throw InvalidInputException.tooLarge(
                    "a recording may have %d bytes, found %d".formatted(limits.maxBytes(), recording.length));
        }
        try {
            Audio audio = AudioDecoder.decode(
                    recording, sampleRateHz, new DecodeLimits(limits.maxBytes(), limits.maxSeconds()));
            if (audio.seconds() < limits.minSeconds()) {
                throw InvalidInputException.unusable("a recording is at least %.1f s long, found %.1f s"
                        .formatted(limits.minSeconds(), audio.seconds()));
            }
            return audio;
        } catch (UnreadableAudioException e) {
            throw InvalidInputException.unusable(e.getMessage());
        }
    }

    @Transactional
    UUID store(UUID submission, Sentence sentence, UUID rating, Audio audio) throws SQLException {
        UUID id = UUID.randomUUID();
        byte[] wav = WavFile.encode(audio);
        if (!insert(id, submission, sentence, rating, audio, wav)) {
            return bySubmission(submission).orElseThrow();
        }
        URI file = keep(id, wav);
        outbox.add(new CorrectionRecorded(
                id.toString(),
                sentence.voice(),
                rating == null ? null : rating.toString(),
                sentence.text(),
                file,
                audio.seconds(),
                Instant.now()));
        fineTuning.consider(sentence.voice());
        Log.infof("correction taken: id=%s voice=%s seconds=%.1f", id, sentence.voice(), audio.seconds());
        return id;
    }

    /** For whoever reads the event; the database has it too. */
    private URI keep(UUID id, byte[] wav) {
        try {
            Path folder = Files.createDirectories(config.dataDir().resolve("corrections"));
            Path partial = Files.write(folder.resolve(id + ".partial"), wav);
            return Files.move(partial, folder.resolve(id + ".wav"), StandardCopyOption.ATOMIC_MOVE)
                    .toUri();
        } catch (IOException e) {
            throw new UncheckedIOException("the recording cannot be kept: " + e, e);
        }
    }

    private boolean insert(UUID id, UUID submission, Sentence sentence, UUID rating, Audio audio, byte[] wav)
            throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO correction (id, submission, sentence, rating, audio, seconds) VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT (submission) DO NOTHING""")) {
            insert.setObject(1, id);
            insert.setObject(2, submission);
            insert.setObject(3, sentence.id());
            insert.setObject(4, rating);
            insert.setBytes(5, wav);
            insert.setDouble(6, audio.seconds());
            return insert.executeUpdate() == 1;
        }
    }

    private Optional<UUID> bySubmission(UUID submission) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT id FROM correction WHERE submission = ?")) {
            select.setObject(1, submission);
            ResultSet rows = select.executeQuery();
            return rows.next() ? Optional.of(rows.getObject(1, UUID.class)) : Optional.empty();
        }
    }

    private boolean rated(UUID rating, UUID sentence) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT 1 FROM rating WHERE id = ? AND sentence = ?")) {
            select.setObject(1, rating);
            select.setObject(2, sentence);
            return select.executeQuery().next();
        }
    }
}
