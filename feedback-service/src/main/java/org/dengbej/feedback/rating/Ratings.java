package org.dengbej.feedback.rating;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.dengbej.events.RatingGiven;
import org.dengbej.feedback.assignment.Assignment;
import org.dengbej.feedback.assignment.Assignments;
import org.dengbej.feedback.metrics.FeedbackMetrics;
import org.dengbej.feedback.metrics.SubmissionOutcome;
import org.dengbej.feedback.outbox.Outbox;
import org.dengbej.feedback.voice.Sentence;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;
import org.dengbej.feedback.web.Require;

/** Ratings: stored in the database and the outbox in one transaction. */
@ApplicationScoped
public class Ratings {

    private static final int COMMENT_CHARACTERS = 2000;

    private record Row(UUID id, UUID submission, Sentence sentence, int score, List<String> problems, String comment) {}

    /**
     * Opinion of a listener on a sentence.
     *
     * @param score    ITU-T P.800: 1 bad, 2 poor, 3 fair, 4 good, 5 excellent
     * @param problems names of {@link RatingProblem}; null: none
     * @param comment  null: none
     */
    public record Opinion(Integer score, List<String> problems, String comment) {}

    /** A rating in the database; {@code repeated}: it was there before. */
    record Stored(UUID id, boolean repeated) {}

    @Inject
    FeedbackMetrics metrics;

    @Inject
    DataSource database;

    @Inject
    Voices voices;

    @Inject
    Assignments assignments;

    @Inject
    Outbox outbox;

    /**
     * Stores a rating, or recognises one that was stored. Its id follows from its submission.
     *
     * @return its id
     * @throws InvalidInputException saying what is wrong with it
     */
    public UUID submit(RatingForm form) throws SQLException {
        return counted(() -> store(form));
    }

    /**
     * Stores the answer to a card; its submission is the card's token.
     *
     * @param played what the page says of the sound; null where it has no script
     * @return the rating's id
     * @throws InvalidInputException saying what is wrong with it
     */
    public UUID submit(Assignment card, Opinion opinion, Boolean played) throws SQLException {
        return counted(() -> store(card, opinion, played));
    }

    private interface Store {
        Stored store() throws SQLException;
    }

    private UUID counted(Store store) throws SQLException {
        SubmissionOutcome outcome = SubmissionOutcome.FAILED;
        try {
            Stored stored = store.store();
            outcome = stored.repeated() ? SubmissionOutcome.REPEATED : SubmissionOutcome.ACCEPTED;
            return stored.id();
        } catch (InvalidInputException e) {
            outcome = SubmissionOutcome.of(e);
            throw e;
        } finally {
            metrics.rating(outcome);
        }
    }

    @Transactional
    Stored store(RatingForm form) throws SQLException {
        UUID submission = Require.uuid("submission", form.submission());
        return store(submission, sentence(form), new Opinion(form.score(), form.problems(), form.comment()));
    }

    @Transactional
    Stored store(Assignment card, Opinion opinion, Boolean played) throws SQLException {
        Stored stored = store(card.token(), voices.sentence(card.first()).orElseThrow(), opinion);
        assignments.answered(card, played);
        return stored;
    }

    private Stored store(UUID submission, Sentence sentence, Opinion opinion) throws SQLException {
        int score = Score.require(opinion.score());
        List<String> problems = problems(opinion.problems());
        String comment = Require.shortText("comment", opinion.comment(), COMMENT_CHARACTERS);
        Row rating = new Row(
                UUID.nameUUIDFromBytes(("rating/" + submission).getBytes(StandardCharsets.US_ASCII)),
                submission,
                sentence,
                score,
                problems,
                comment);
        if (!insert(rating)) {
            return new Stored(existingId(rating), true);
        }
        outbox.add(new RatingGiven(
                rating.id().toString(),
                sentence.voice(),
                sentence.sha256(),
                sentence.text(),
                score,
                problems,
                Instant.now()));
        return new Stored(rating.id(), false);
    }

    private Sentence sentence(RatingForm form) throws SQLException {
        Optional<Sentence> sentence = voices.sentence(Require.uuid("sentence", form.sentence()));
        String voice = Require.present("voice", form.voice());
        return sentence.filter(candidate -> candidate.voice().equals(voice))
                .orElseThrow(() -> InvalidInputException.notFound(ReasonMessages::noSuchSentence));
    }

    private static List<String> problems(List<String> given) {
        if (given == null) {
            return List.of();
        }
        // an immutable list throws when asked for null
        if (!given.stream().allMatch(problem -> problem != null && RatingProblem.NAMES.contains(problem))) {
            throw InvalidInputException.malformed(reasons -> reasons.unknownProblem(RatingProblem.NAMES));
        }
        return given.stream().distinct().toList();
    }

    private boolean insert(Row rating) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement count =
                        connection.prepareStatement("UPDATE sentence SET ratings = ratings + 1 WHERE id = ?");
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO rating (id, submission, sentence, score, problems, comment) VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT DO NOTHING""")) {
            insert.setObject(1, rating.id());
            insert.setObject(2, rating.submission());
            insert.setObject(3, rating.sentence().id());
            insert.setInt(4, rating.score());
            insert.setArray(
                    5, connection.createArrayOf("text", rating.problems().toArray()));
            insert.setString(6, rating.comment());
            boolean inserted = insert.executeUpdate() == 1;
            if (inserted) {
                count.setObject(1, rating.sentence().id());
                count.executeUpdate();
            }
            return inserted;
        }
    }

    /** The id of a rating that was stored before, if this is the same one. */
    private UUID existingId(Row rating) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT id, sentence = ? AND score = ? AND problems = ? AND comment IS NOT DISTINCT FROM ? AS same
                        FROM rating WHERE submission = ?""")) {
            select.setObject(1, rating.sentence().id());
            select.setInt(2, rating.score());
            select.setArray(
                    3, connection.createArrayOf("text", rating.problems().toArray()));
            select.setString(4, rating.comment());
            select.setObject(5, rating.submission());
            ResultSet row = select.executeQuery();
            row.next();
            if (!row.getBoolean("same")) {
                throw InvalidInputException.conflict(ReasonMessages::otherRatingCounts);
            }
            return row.getObject("id", UUID.class);
        }
    }
}
