package org.dengbej.feedback.operators;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dengbej.feedback.audit.Act;
import org.dengbej.feedback.audit.Audit;
import org.dengbej.feedback.consent.ConsentTexts;
import org.dengbej.feedback.correction.Corrections;
import org.dengbej.feedback.listener.Bans;
import org.dengbej.feedback.rating.Score;
import org.dengbej.feedback.review.Reviews;
import org.dengbej.feedback.trigger.FineTuning;
import org.dengbej.feedback.trigger.Policies;
import org.dengbej.feedback.trigger.PolicySettings;
import org.dengbej.feedback.trigger.TriggerSignal;
import org.dengbej.feedback.voice.Promotions;
import org.dengbej.feedback.voice.SentenceEditor;
import org.dengbej.feedback.voice.SentenceRole;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.Voices;
import org.dengbej.feedback.web.InvalidInputException;

/**
 * Acts of voice builders, by the API and the studio alike: each is done and written into the audit log in one transaction. Input that
 * they refuse is told by an {@link InvalidInputException}.
 */
@ApplicationScoped
public class OperatorActs {

    private static final String BUILDER = "by a voice builder";
    private static final int MAX_SENTENCES = 500;

    @Inject
    Audit audit;

    @Inject
    Promotions promotions;

    @Inject
    FineTuning fineTuning;

    @Inject
    Reviews reviews;

    @Inject
    Corrections corrections;

    @Inject
    Voices voices;

    @Inject
    SentenceEditor sentences;

    @Inject
    Bans bans;

    @Inject
    Policies policies;

    @Inject
    ConsentTexts consentTexts;

    @Inject
    TriggerSignal signal;

    /** Makes a version the champion, whatever its pairs say. */
    @Transactional
    public void promote(String voice, int number) throws SQLException {
        promotions.promote(voice, number, BUILDER);
        audit.add(Act.PROMOTE, "%s version %d".formatted(voice, number), null);
    }

    /** Takes the champion back: the version before it speaks again. */
    @Transactional
    public void rollBack(String voice) throws SQLException {
        Version predecessor = promotions.rollBack(voice, BUILDER);
        audit.add(Act.ROLL_BACK, voice, "to version %d".formatted(predecessor.number()));
    }

    /** Starts a fine-tune job and returns its id. */
    @Transactional
    public String fineTune(String voice) throws SQLException {
        String job = fineTuning.startNow(voice);
        audit.add(Act.START_JOB, voice, job);
        return job;
    }

    /** Asks the trainer to cancel a voice's open job; it ends with a checkpoint. */
    @Transactional
    public void cancel(String voice, String job) throws SQLException {
        fineTuning.cancel(voice, job, BUILDER);
        audit.add(Act.CANCEL_JOB, voice, job);
    }

    /**
     * Approves a recording, so that the next job trains on it, or rejects it, so that none does.
     *
     * @param gold whether listeners are given it as a control question
     */
    @Transactional
    public void review(UUID correction, boolean approved, boolean gold) throws SQLException {
        reviews.decide(correction, approved, BUILDER);
        reviews.markGold(correction, approved && gold);
        String voice =
                voices.sentence(corrections.sentence(correction)).orElseThrow().voice();
        audit.add(approved ? Act.APPROVE : Act.REJECT, voice, correction + (approved && gold ? " as gold" : ""));
        if (approved) {
            signal.signal(voice);
        }
    }

    /** Adds sentences, which champion and challenger speak if they are spoken, and returns how many were not there before. */
    public int addSentences(String voice, SentenceRole role, List<String> texts, Integer trapScore)
            throws SQLException {
        if (texts.isEmpty() || texts.size() > MAX_SENTENCES) {
            throw InvalidInputException.malformed(reasons -> reasons.outOfRange("texts", 1, MAX_SENTENCES));
        }
        return sentences.add(voice, role, texts, role == SentenceRole.TRAP ? Score.require(trapScore) : null);
    }

    /** Bans a listener. */
    @Transactional
    public void ban(UUID listener, String reason) throws SQLException {
        bans.ban(listener, reason);
        audit.add(Act.BAN, listener.toString(), reason);
    }

    /** Undoes a ban. */
    @Transactional
    public void unban(UUID listener) throws SQLException {
        bans.undo(listener);
        audit.add(Act.UNBAN, listener.toString(), null);
    }

    /** Sets the text that listeners agree to before they record, and returns its version. */
    @Transactional
    public int setConsent(String voice, Map<String, String> texts) throws SQLException {
        int version = consentTexts.set(voice, texts);
        audit.add(Act.SET_CONSENT, voice, "version %d".formatted(version));
        return version;
    }

    /** Sets the policy of a voice. */
    @Transactional
    public void setPolicy(String voice, PolicySettings settings) throws SQLException {
        policies.store(voice, settings);
        audit.add(Act.SET_POLICY, voice, settings.toString());
        signal.signal(voice);
    }
}
