package org.dengbej.feedback.pair;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import org.dengbej.feedback.assignment.Assignment;
import org.dengbej.feedback.assignment.Assignments;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;

/** Votes on blind pairs in the database. */
@ApplicationScoped
public class PairVotes {

    @Inject
    Database database;

    @Inject
    Assignments assignments;

    /**
     * Stores a vote, or recognises one that was stored.
     *
     * @param preference label of a {@link Preference}
     * @param played     what the page says of the sounds; null where it has no script
     * @throws InvalidInputException saying what is wrong with it
     */
    @Transactional
    public void submit(Assignment card, String preference, Boolean played) throws SQLException {
        String given = Preference.parse(preference).label();
        boolean inserted = database.update(
                        "INSERT INTO pair_vote (assignment, preference) VALUES (?, ?) ON CONFLICT DO NOTHING",
                        card.token(),
                        given)
                == 1;
        if (inserted) {
            assignments.answered(card, played);
        } else if (!database.exists(
                "SELECT 1 FROM pair_vote WHERE assignment = ? AND preference = ?", card.token(), given)) {
            throw InvalidInputException.conflict(ReasonMessages::otherAnswerCounts);
        }
    }
}
