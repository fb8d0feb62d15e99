package org.dengbej.feedback.correction;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.commons.codec.digest.DigestUtils;
import org.dengbej.events.CorrectionRecorded;
import org.dengbej.feedback.check.SoundCheck;
import org.dengbej.feedback.consent.Consents;
import org.dengbej.feedback.consent.GivenConsent;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.erasure.Erasures;
import org.dengbej.feedback.metrics.FeedbackMetrics;
import org.dengbej.feedback.metrics.SubmissionOutcome;
import org.dengbej.feedback.outbox.Outbox;
import org.dengbej.feedback.recording.RecordingFiles;
import org.dengbej.feedback.trigger.TriggerSignal;
import org.dengbej.feedback.voice.Sentence;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;
import org.dengbej.feedback.web.Require;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.DecodedAudio;
import org.dengbej.speech.audio.WavFile;

/** Corrections: recordings, decoded and checked, then stored in the data folder, the database and the outbox. */
@ApplicationScoped
public class Corrections {

    /** A correction in the database; {@code repeated}: it was there before. */
    record Stored(UUID id, boolean repeated) {}

    @Inject
    FeedbackMetrics metrics;

    @Inject
    DataSource database;

    @Inject
    Database rows;

    @Inject
    Decoding decoding;

    @Inject
    SoundCheck soundCheck;

    @Inject
    RecordingFiles recordings;

    @Inject
    Voices voices;

    @Inject
    Outbox outbox;

    @Inject
    TriggerSignal signal;

    @Inject
    Consents consents;

    @Inject
    Erasures erasures;

    /**
     * A correction as a listener submits it.
     *
     * @param submission UUID made by the sender: the same one sent twice is one correction
     * @param voice      whose sentence it is
     * @param sentence   UUID of the sentence that it corrects
     * @param rating     UUID of the rating that it came with, or null
     * @param recording  a sound file; its name is ignored
     * @param consent    under which it is given, or null
     */
    public record Submission(
            String submission, String voice, String sentence, String rating, Path recording, GivenConsent consent) {}

    private record Row(
            UUID id,
            UUID submission,
            Sentence sentence,
            UUID rating,
            double seconds,
            String sha256,
            byte[] wav,
            GivenConsent consent) {}

    /**
     * Stores a correction, or recognises one that was stored. Its id follows from its submission.
     *
     * @return its id
     * @throws InvalidInputException saying what is wrong with it
     */
    public UUID submit(Submission given) throws SQLException, IOException {
        SubmissionOutcome outcome = SubmissionOutcome.FAILED;
        try {
            Stored stored = decodeAndStore(given);
            outcome = stored.repeated() ? SubmissionOutcome.REPEATED : SubmissionOutcome.ACCEPTED;
            return stored.id();
        } catch (InvalidInputException e) {
            outcome = SubmissionOutcome.of(e);
            throw e;
        } finally {
            metrics.correction(outcome);
        }
    }

    /** The sentence of a correction that is there. */
    public UUID sentence(UUID correction) throws SQLException {
        return rows.first(
                        row -> row.getObject(1, UUID.class), "SELECT sentence FROM correction WHERE id = ?", correction)
                .orElseThrow();
    }

    /** The WAV file of a correction that is there. */
    public byte[] wav(UUID correction) throws IOException {
        return recordings.read(correction);
    }

    private Stored decodeAndStore(Submission given) throws SQLException, IOException {
        UUID submission = Require.uuid("submission", given.submission());
        UUID rating = given.rating() == null ? null : Require.uuid("rating", given.rating());
        String voiceName = Require.present("voice", given.voice());
        Sentence sentence = voices.sentence(Require.uuid("sentence", given.sentence()))
                .filter(candidate -> candidate.voice().equals(voiceName))
                .orElseThrow(() -> InvalidInputException.notFound(ReasonMessages::noSuchSentence));
        if (rating != null && !rated(rating, sentence.id())) {
            throw InvalidInputException.notFound(ReasonMessages::noSuchRating);
        }
        consents.requireCurrent(voiceName, given.consent());
        Version voice = voices.find(voiceName).orElseThrow();
        DecodedAudio decoded = decoding.decode(Require.present("recording", given.recording()), voice.sampleRateHz());
        soundCheck.check(decoded, sentence.text());
        return store(submission, sentence, rating, decoded.audio(), given.consent());
    }

    @Transactional
    Stored store(UUID submission, Sentence sentence, UUID rating, Audio audio, GivenConsent consent)
            throws SQLException {
        consents.keep(consent);
        byte[] wav = WavFile.encode(audio);
        Row correction = new Row(
                UUID.nameUUIDFromBytes(("correction/" + submission).getBytes(StandardCharsets.US_ASCII)),
                submission,
                sentence,
                rating,
                audio.seconds(),
                DigestUtils.sha256Hex(wav),
                wav,
                consent);
        if (erasures.isErased(correction.id())) {
            // what is sent again by a page that never heard of it
            throw InvalidInputException.conflict(ReasonMessages::recordingErased);
        }
        if (!insert(correction)) {
            return new Stored(existingId(correction), true);
        }
        UUID id = correction.id();
        URI file = recordings.write(id, wav);
        try {
            outbox.add(new CorrectionRecorded(
                    id.toString(),
                    sentence.voice(),
                    rating == null ? null : rating.toString(),
                    sentence.text(),
                    file,
                    audio.seconds(),
                    Instant.now()));
            signal.signal(sentence.voice());
        } catch (SQLException | RuntimeException e) {
            // Rolled back. A commit that fails may have happened all the same, and then the file stays.
            recordings.delete(id);
            throw e;
        }
        Log.infof("correction stored: id=%s voice=%s seconds=%.1f", id, sentence.voice(), audio.seconds());
        return new Stored(id, false);
    }

    private boolean insert(Row correction) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO correction (id, submission, sentence, rating, sha256, bytes, seconds, consent, consent_version)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT DO NOTHING""")) {
            insert.setObject(1, correction.id());
            insert.setObject(2, correction.submission());
            insert.setObject(3, correction.sentence().id());
            insert.setObject(4, correction.rating());
            insert.setString(5, correction.sha256());
            insert.setInt(6, correction.wav().length);
            insert.setDouble(7, correction.seconds());
            insert.setObject(8, correction.consent().id());
            insert.setInt(9, correction.consent().version());
            return insert.executeUpdate() == 1;
        }
    }

    /** The id of a correction that was stored before, if this is the same one. */
    private UUID existingId(Row correction) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT id, sentence = ? AND sha256 = ? AS same FROM correction WHERE submission = ?""")) {
            select.setObject(1, correction.sentence().id());
            select.setString(2, correction.sha256());
            select.setObject(3, correction.submission());
            ResultSet row = select.executeQuery();
            row.next();
            if (!row.getBoolean("same")) {
                throw InvalidInputException.conflict(ReasonMessages::otherRecordingCounts);
            }
            return row.getObject("id", UUID.class);
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
