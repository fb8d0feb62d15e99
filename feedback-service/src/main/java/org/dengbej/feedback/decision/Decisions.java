package org.dengbej.feedback.decision;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.dengbej.feedback.opinion.OpinionScores;
import org.dengbej.feedback.pair.PairStudies;
import org.dengbej.feedback.statistics.Interval;
import org.dengbej.feedback.statistics.MeanOpinionScore;
import org.dengbej.feedback.statistics.WinRate;
import org.dengbej.feedback.trigger.FineTuning;
import org.dengbej.feedback.voice.Promotions;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.Versions;

/** Decisions by listeners' answers: the challenger's fate, a roll-back, and the next fine-tune job. */
@ApplicationScoped
class Decisions {

    @Inject
    Versions versions;

    @Inject
    PairStudies studies;

    @Inject
    OpinionScores opinions;

    @Inject
    Promotions promotions;

    @Inject
    FineTuning fineTuning;

    /** Decides what a voice's answers allow to be decided by now. */
    void decide(String voice) throws SQLException {
        Optional<Version> challenger = versions.challenger(voice);
        if (challenger.isPresent()) {
            decidePairs(challenger.get());
        }
        rollBackIfWorse(voice);
        fineTuning.startIfDue(voice);
    }

    private void decidePairs(Version challenger) throws SQLException {
        WinRate winRate = studies.of(challenger);
        switch (winRate.decision()) {
            case PROMOTE -> promotions.win(challenger, reason(winRate));
            case KEEP -> promotions.lose(challenger, reason(winRate));
            case OPEN -> {
                // more votes are needed
            }
        }
    }

    private static String reason(WinRate winRate) {
        return String.format(
                Locale.ROOT,
                "won %.0f %% of %d blind pairs (%.0f to %.0f %%)",
                100 * winRate.rate(),
                winRate.votes(),
                100 * winRate.interval().lower(),
                100 * winRate.interval().upper());
    }

    /** Takes a champion back whose mean opinion score is, with its whole interval, below that of the champion before it. */
    private void rollBackIfWorse(String voice) throws SQLException {
        Optional<Version> champion = versions.champion(voice);
        Optional<Version> predecessor = versions.predecessor(voice);
        if (champion.isEmpty() || predecessor.isEmpty()) {
            return;
        }
        Optional<Interval> now = opinions.of(champion.get()).score().map(MeanOpinionScore::interval);
        Optional<Interval> before = opinions.of(predecessor.get()).score().map(MeanOpinionScore::interval);
        if (now.isPresent()
                && before.isPresent()
                && now.get().upper() < before.get().lower()) {
            promotions.rollBack(
                    voice,
                    String.format(
                            Locale.ROOT,
                            "its mean opinion score of %.2f at most is below version %d's %.2f at least",
                            now.get().upper(),
                            predecessor.get().number(),
                            before.get().lower()));
        }
    }
}
