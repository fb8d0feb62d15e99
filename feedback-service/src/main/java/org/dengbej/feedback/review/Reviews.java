package org.dengbej.feedback.review;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.util.UUID;
import org.dengbej.feedback.assignment.Assignment;
import org.dengbej.feedback.assignment.Assignments;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;

/** Reviews: two other listeners, or one voice builder, decide whether a recording is trained on. */
@ApplicationScoped
public class Reviews {

    /** Listeners who must agree. */
    private static final int REQUIRED = 2;

    private static final String APPROVED = "approved";
    private static final String REJECTED = "rejected";

    @Inject
    FeedbackConfig config;

    @Inject
    Database database;

    @Inject
    Assignments assignments;

    /**
     * Stores a listener's review, or recognises one that was stored; the recording is approved, or rejected, when two agree.
     *
     * @param saysText whether the recording is of its sentence
     * @param clear    whether it can be heard well
     * @throws InvalidInputException saying what is wrong with it
     */
    @Transactional
    public void submit(Assignment card, boolean saysText, boolean clear) throws SQLException {
        boolean inserted = database.update(
                        "INSERT INTO review (assignment, says_text, clear) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                        card.token(),
                        saysText,
                        clear)
                == 1;
        if (!inserted) {
            requireSame(card, saysText, clear);
            return;
        }
        assignments.answered(card, null);
        if (!isHeld(card.correction()) && agreeing(card.correction(), saysText && clear) >= REQUIRED) {
            decide(card.correction(), saysText && clear ? APPROVED : REJECTED, "by %d listeners".formatted(REQUIRED));
        }
    }

    private void requireSame(Assignment card, boolean saysText, boolean clear) throws SQLException {
        if (!database.exists(
                "SELECT 1 FROM review WHERE assignment = ? AND says_text = ? AND clear = ?",
                card.token(),
                saysText,
                clear)) {
            throw InvalidInputException.conflict(ReasonMessages::otherAnswerCounts);
        }
    }

    private boolean isHeld(UUID correction) throws SQLException {
        return database.exists("SELECT 1 FROM correction WHERE id = ? AND held IS NOT NULL", correction);
    }

    /** Listeners who agree; where reviews count once a network, the networks they come from, without the recorder's own. */
    private int agreeing(UUID correction, boolean good) throws SQLException {
        String query = config.trust().reviewsFromOtherNetworks() ? """
                SELECT count(DISTINCT a.network) FROM review r JOIN assignment a ON a.token = r.assignment
                JOIN correction c ON c.id = a.correction LEFT JOIN assignment own ON own.token = c.submission
                WHERE a.correction = ? AND (r.says_text AND r.clear) = ? AND a.network IS DISTINCT FROM own.network
                  AND NOT EXISTS (SELECT 1 FROM listener l WHERE l.id = a.listener AND l.banned_at IS NOT NULL)""" : """
                SELECT count(*) FROM review r JOIN assignment a ON a.token = r.assignment
                WHERE a.correction = ? AND (r.says_text AND r.clear) = ?
                  AND NOT EXISTS (SELECT 1 FROM listener l WHERE l.id = a.listener AND l.banned_at IS NOT NULL)""";
        return database.first(row -> row.getInt(1), query, correction, good).orElseThrow();
    }

    /**
     * Decides for a voice builder; it can be decided otherwise until the recording is trained on.
     *
     * @throws InvalidInputException when there is no such recording, or a job has it already
     */
    @Transactional
    public void decide(UUID correction, boolean approved, String reason) throws SQLException {
        if (!database.exists("SELECT 1 FROM correction WHERE id = ?", correction)) {
            throw InvalidInputException.notFound(ReasonMessages::noSuchRecording);
        }
        if (!decide(correction, approved ? APPROVED : REJECTED, reason)) {
            throw InvalidInputException.conflict(ReasonMessages::recordingHasJob);
        }
    }

    /** Makes a recording a gold question, or none any more. */
    public void markGold(UUID correction, boolean gold) throws SQLException {
        database.update("UPDATE correction SET gold = ? WHERE id = ?", gold, correction);
    }

    private boolean decide(UUID correction, String state, String reason) throws SQLException {
        boolean decided = database.update(
                        "UPDATE correction SET state = ?, reason = ?, decided_at = now() WHERE id = ? AND (job IS NULL OR state = ?)",
                        state,
                        reason,
                        correction,
                        state)
                == 1;
        if (decided) {
            Log.infof("correction reviewed: id=%s state=%s reason=%s", correction, state, reason);
        }
        return decided;
    }
}
