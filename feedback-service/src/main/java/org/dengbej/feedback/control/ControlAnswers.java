package org.dengbej.feedback.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.dengbej.feedback.assignment.Assignment;
import org.dengbej.feedback.assignment.Assignments;
import org.dengbej.feedback.assignment.CardKind;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.rating.Score;
import org.dengbej.feedback.statistics.Answer;
import org.dengbej.feedback.voice.Traps;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;

/** Answers to control cards. They are no ratings: no mean, no event and no trigger knows of them. */
@ApplicationScoped
public class ControlAnswers {

    /** The score of gold, which a voice builder has marked as excellent; good is right, too. */
    private static final int GOLD_SCORE = 5;

    /** Of a voice the newest so many are looked at. */
    private static final int MAX_ANSWERS = 5000;

    @Inject
    Database database;

    @Inject
    Assignments assignments;

    @Inject
    Voices voices;

    @Inject
    Traps traps;

    /**
     * Stores an answer, or recognises one that was stored.
     *
     * @param played what the page says of the sound; null where it has no script
     * @throws InvalidInputException saying what is wrong with it
     */
    @Transactional
    public void submit(Assignment card, Integer given, Boolean played) throws SQLException {
        int score = Score.require(given);
        boolean inserted = database.update("""
                        INSERT INTO control_answer (assignment, voice, expected, score) VALUES (?, ?, ?, ?)
                        ON CONFLICT DO NOTHING""", card.token(), card.voice(), expected(card), score) == 1;
        if (inserted) {
            assignments.answered(card, played);
        } else if (!database.exists(
                "SELECT 1 FROM control_answer WHERE assignment = ? AND score = ?", card.token(), score)) {
            throw InvalidInputException.conflict(ReasonMessages::otherAnswerCounts);
        }
    }

    private int expected(Assignment card) throws SQLException {
        return card.kind() == CardKind.GOLD
                ? GOLD_SCORE
                : traps.score(
                        card.voice(),
                        voices.sentence(card.first()).orElseThrow().text());
    }

    /** The answers to a voice's control cards, whichever version it had then. */
    public List<Answer> of(String voice) throws SQLException {
        return database.list(ControlAnswers::answer, """
                SELECT a.token, a.listener, a.kind, a.heard, c.expected, c.score FROM control_answer c
                JOIN assignment a ON a.token = c.assignment
                WHERE c.voice = ? ORDER BY c.given_at DESC LIMIT ?""", voice, MAX_ANSWERS);
    }

    private static Answer answer(ResultSet row) throws SQLException {
        int expected = row.getInt("expected");
        Answer.Role role = CardKind.GOLD.label().equals(row.getString("kind"))
                ? new Answer.Gold(expected)
                : new Answer.Trap(expected);
        return new Answer(
                row.getString("listener"), row.getString("token"), role, row.getInt("score"), row.getBoolean("heard"));
    }
}
