package org.dengbej.feedback.voice;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.sql.SQLException;
import java.util.Optional;
import org.dengbej.events.VoicePromoted;
import org.dengbej.events.VoiceRolledBack;
import org.dengbej.feedback.metrics.FeedbackMetrics;
import org.dengbej.feedback.outbox.Outbox;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;

/**
 * The gate between a version and the listeners. A candidate becomes the challenger when its job has ended and its measures are no worse
 * than those of the voice it came from; the challenger becomes the champion when blind pairs say so, or a voice builder does.
 */
@ApplicationScoped
public class Promotions {

    @Inject
    Voices voices;

    @Inject
    Versions versions;

    @Inject
    TrainingJobs jobs;

    @Inject
    Outbox outbox;

    @Inject
    FeedbackMetrics metrics;

    /** Moves a new version on; part of the caller's transaction, which has locked the voice. */
    void consider(Version version) throws SQLException {
        Optional<Version> champion = versions.champion(version.voice());
        if (champion.isEmpty()) {
            promote(version, champion, "the first version");
        } else if (!champion.get().finished() && champion.get().job().equals(version.job())) {
            promote(version, champion, "a later step of the same job");
        } else {
            advance(version.voice());
        }
    }

    /** Looks at a voice's candidates again after a job has ended. */
    @Transactional
    public void jobEnded(String job) throws SQLException {
        Optional<Version> version = versions.finishedBy(job);
        if (version.isPresent()) {
            voices.lock(version.get().voice());
            advance(version.get().voice());
        }
    }

    /** Makes the newest candidate whose job is completed the challenger, if there is none; older candidates are retired. */
    private void advance(String voice) throws SQLException {
        if (versions.challenger(voice).isPresent()) {
            return;
        }
        boolean taken = false;
        for (Version candidate : versions.of(voice)) {
            if (candidate.state() != VersionState.CANDIDATE) {
                continue;
            }
            Optional<TrainingJobs.Measures> measures = jobs.measures(candidate.job());
            if (taken) {
                retire(candidate, "a newer candidate was there before it was compared");
            } else if (measures.isPresent()) {
                taken = challenge(candidate, ObjectiveGate.judge(measures.get()));
            }
        }
    }

    private boolean challenge(Version candidate, ObjectiveGate.Verdict verdict) throws SQLException {
        if (!verdict.passed()) {
            retire(candidate, verdict.reason());
            return false;
        }
        boolean silent = voices.sentences(candidate).size()
                < voices.sentences(versions.champion(candidate.voice()).orElseThrow())
                        .size();
        if (silent) {
            retire(candidate, "it could not speak every sentence that the champion speaks");
            return false;
        }
        versions.move(candidate, VersionState.CHALLENGER, verdict.reason());
        Log.infof("challenger: voice=%s version=%d", candidate.voice(), candidate.number());
        return true;
    }

    private void retire(Version version, String reason) throws SQLException {
        versions.move(version, VersionState.RETIRED, reason);
        Log.infof("version retired: voice=%s version=%d reason=%s", version.voice(), version.number(), reason);
    }

    /** Makes the challenger the champion, because its pairs say so; the next candidate may challenge it. */
    @Transactional
    public void win(Version challenger, String reason) throws SQLException {
        Optional<Version> champion = voices.lock(challenger.voice());
        if (isStill(challenger, VersionState.CHALLENGER)) {
            promote(challenger, champion, reason);
            advance(challenger.voice());
        }
    }

    /** Retires the challenger, because its pairs say so; the next candidate may challenge the champion. */
    @Transactional
    public void lose(Version challenger, String reason) throws SQLException {
        voices.lock(challenger.voice());
        if (isStill(challenger, VersionState.CHALLENGER)) {
            retire(challenger, reason);
            advance(challenger.voice());
        }
    }

    private boolean isStill(Version version, VersionState state) throws SQLException {
        return versions.find(version.voice(), version.number())
                .filter(now -> now.state() == state)
                .isPresent();
    }

    /**
     * Makes a version the champion by hand.
     *
     * @throws InvalidInputException when there is no such version, or it is the champion
     */
    @Transactional
    public void promote(String voice, int number, String reason) throws SQLException {
        Optional<Version> champion = voices.lock(voice);
        Version version = versions.find(voice, number)
                .orElseThrow(() -> InvalidInputException.notFound(reasons -> reasons.noSuchVersion(number)));
        if (version.state() == VersionState.CHAMPION) {
            throw InvalidInputException.conflict(reasons -> reasons.isChampion(number));
        }
        if (version.uri().isEmpty()) {
            throw InvalidInputException.conflict(reasons -> reasons.folderUnknown(number));
        }
        promote(version, champion, reason);
        advance(voice);
    }

    /**
     * Takes the champion back: the version before it speaks again.
     *
     * @throws InvalidInputException when there is none
     */
    @Transactional
    public Version rollBack(String voice, String reason) throws SQLException {
        Version champion =
                voices.lock(voice).orElseThrow(() -> InvalidInputException.notFound(ReasonMessages::noSuchVoice));
        Version predecessor = versions.predecessor(voice)
                .filter(version -> !version.uri().isEmpty())
                .orElseThrow(() -> InvalidInputException.conflict(ReasonMessages::noPredecessor));
        versions.move(champion, VersionState.RETIRED, "rolled back: " + reason);
        versions.rolledBack(champion);
        versions.move(predecessor, VersionState.CHAMPION, "rolled back to: " + reason);
        outbox.add(new VoiceRolledBack(voice, champion.sha256(), predecessor.sha256(), reason));
        metrics.rolledBack();
        Log.infof(
                "voice rolled back: voice=%s from=%d to=%d reason=%s",
                voice, champion.number(), predecessor.number(), reason);
        return predecessor;
    }

    private void promote(Version version, Optional<Version> champion, String reason) throws SQLException {
        if (champion.isPresent()) {
            versions.move(champion.get(), VersionState.RETIRED, "replaced by version " + version.number());
        }
        versions.move(version, VersionState.CHAMPION, reason);
        outbox.add(new VoicePromoted(
                version.voice(),
                URI.create(version.uri()),
                version.sha256(),
                champion.map(Version::sha256).orElse(null)));
        metrics.promoted();
        Log.infof("voice promoted: voice=%s version=%d reason=%s", version.voice(), version.number(), reason);
    }
}
