package org.dengbej.feedback.listening;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.dengbej.feedback.assignment.Assignment;
import org.dengbej.feedback.assignment.Assignments;
import org.dengbej.feedback.assignment.CardKind;
import org.dengbej.feedback.consent.Consents;
import org.dengbej.feedback.consent.GivenConsent;
import org.dengbej.feedback.control.ControlAnswers;
import org.dengbej.feedback.correction.Corrections;
import org.dengbej.feedback.pair.PairVotes;
import org.dengbej.feedback.rating.Ratings;
import org.dengbej.feedback.review.Reviews;
import org.dengbej.feedback.trigger.TriggerSignal;
import org.dengbej.feedback.voice.Sentence;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;
import org.dengbej.feedback.web.Require;

/** The answers to cards, each stored where its kind belongs. */
@ApplicationScoped
class CardAnswers {

    /**
     * An answer; each kind of card has some of the fields, and the others are null.
     *
     * @param score      of a rating, 1 to 5
     * @param problems   of a rating
     * @param comment    of a rating
     * @param preference of a pair: first, second or tie
     * @param saysText   of a review: whether the recording is of its sentence
     * @param clear      of a review: whether it can be heard well
     * @param played     whether the sound was played to its end; null where that is not known
     */
    record Answer(
            Integer score,
            List<String> problems,
            String comment,
            String preference,
            Boolean saysText,
            Boolean clear,
            Boolean played) {}

    @Inject
    Assignments assignments;

    @Inject
    Ratings ratings;

    @Inject
    PairVotes votes;

    @Inject
    ControlAnswers controls;

    @Inject
    Reviews reviews;

    @Inject
    Corrections corrections;

    @Inject
    Consents consents;

    @Inject
    Voices voices;

    @Inject
    TriggerSignal signal;

    void submit(Assignment card, Answer answer) throws SQLException {
        requireOpen(card);
        switch (card.kind()) {
            case RATING ->
                ratings.submit(card, new Ratings.Opinion(answer.score, answer.problems, answer.comment), answer.played);
            case PAIR -> votes.submit(card, Require.present("preference", answer.preference), answer.played);
            case REVIEW ->
                reviews.submit(
                        card, Require.present("saysText", answer.saysText), Require.present("clear", answer.clear));
            case GOLD, TRAP -> controls.submit(card, answer.score, answer.played);
            case RECORDING -> throw InvalidInputException.malformed(ReasonMessages::recordingExpected);
        }
        signal.signal(card.voice());
    }

    void record(Assignment card, Path recording) throws SQLException, IOException {
        requireOpen(card);
        if (card.kind() != CardKind.RECORDING) {
            throw InvalidInputException.malformed(ReasonMessages::noRecordingExpected);
        }
        Sentence sentence = voices.sentence(card.first()).orElseThrow();
        GivenConsent consent = consents.of(card.listener(), card.voice()).orElse(null);
        corrections.submit(new Corrections.Submission(
                card.token().toString(), card.voice(), sentence.id().toString(), null, recording, consent));
        assignments.answered(card, null);
    }

    void skip(Assignment card) throws SQLException {
        assignments.skip(card);
    }

    private void requireOpen(Assignment card) throws SQLException {
        if (assignments.isSkipped(card)) {
            throw InvalidInputException.conflict(ReasonMessages::cardSkipped);
        }
    }
}
