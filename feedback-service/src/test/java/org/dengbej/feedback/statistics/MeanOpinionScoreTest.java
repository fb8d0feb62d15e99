package org.dengbej.feedback.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.hipparchus.distribution.continuous.TDistribution;
import org.junit.jupiter.api.Test;

class MeanOpinionScoreTest {

    @Test
    void whereEverybodyRatedEverythingItIsTheClassicalAnalysisOfVariance() {
        // given
        int[][] scores = {{4, 3, 5, 2}, {3, 3, 4, 1}, {5, 4, 4, 3}};

        // when
        MeanOpinionScore score = MeanOpinionScore.of(table(scores));

        // then: mean squares of the two-way layout with one observation a cell, by hand
        double mean = 41 / 12.0;
        double ofListeners = 4 * (square(14 / 4.0 - mean) + square(11 / 4.0 - mean) + square(16 / 4.0 - mean)) / 2;
        double ofSentences = 3
                * (square(12 / 3.0 - mean) + square(10 / 3.0 - mean) + square(13 / 3.0 - mean) + square(6 / 3.0 - mean))
                / 3;
        double total = 0;
        for (int[] listener : scores) {
            for (int value : listener) {
                total += square(value - mean);
            }
        }
        double rest = (total - 2 * ofListeners - 3 * ofSentences) / 6;
        double variance = (ofListeners + ofSentences - rest) / 12;
        double freedom = square(ofListeners + ofSentences - rest)
                / (square(ofListeners) / 2 + square(ofSentences) / 3 + square(rest) / 6);
        double reach = new TDistribution(freedom).inverseCumulativeProbability(0.975) * Math.sqrt(variance);
        assertThat(score.mean()).isCloseTo(mean, within(1e-12));
        assertThat(score.interval().lower()).isCloseTo(mean - reach, within(1e-9));
        assertThat(score.interval().upper()).isCloseTo(Math.min(5, mean + reach), within(1e-9));
        assertThat(score.ratings()).isEqualTo(12);
        assertThat(score.listeners()).isEqualTo(3);
    }

    @Test
    void ofOneListenerOrOneSentenceNothingFollowsForOthers() {
        Interval scale = new Interval(1, 5);
        assertThat(MeanOpinionScore.of(table(new int[][] {{4, 3, 5, 4}})).interval())
                .isEqualTo(scale);
        assertThat(MeanOpinionScore.of(table(new int[][] {{4}, {3}, {5}, {4}})).interval())
                .isEqualTo(scale);
    }

    @Test
    void unanimousListenersHaveAnIntervalThatNarrowsWithTheirNumber() {
        MeanOpinionScore few = MeanOpinionScore.of(unanimous(3));
        MeanOpinionScore many = MeanOpinionScore.of(unanimous(50));
        assertThat(few.interval().width()).isGreaterThan(0.8);
        assertThat(many.interval().width()).isBetween(0.05, 0.2);
    }

    @Test
    void theIntervalStaysOnTheScale() {
        Interval interval =
                MeanOpinionScore.of(table(new int[][] {{5, 5}, {5, 1}})).interval();
        assertThat(interval.lower()).isGreaterThanOrEqualTo(1);
        assertThat(interval.upper()).isLessThanOrEqualTo(5);
    }

    @Test
    void whoRatesASentenceAgainCountsOnceWithTheMean() {
        // given
        List<Rating> once = table(new int[][] {{4, 2}, {3, 3}});
        List<Rating> again = new ArrayList<>(once);
        for (int i = 0; i < 100; i++) {
            again.add(once.get(0));
        }

        // then
        assertThat(MeanOpinionScore.of(again)).isEqualTo(MeanOpinionScore.of(once));
    }

    @Test
    void theOrderOfRatingsDoesNotMatter() {
        List<Rating> ratings = new ArrayList<>(new SimulatedListeners(1).ratings(3.2, 9, 12, 1, 6));
        MeanOpinionScore forward = MeanOpinionScore.of(ratings);
        Collections.reverse(ratings);
        MeanOpinionScore backward = MeanOpinionScore.of(ratings);
        assertThat(backward.mean()).isCloseTo(forward.mean(), within(1e-12));
        assertThat(backward.interval().lower()).isCloseTo(forward.interval().lower(), within(1e-9));
    }

    @Test
    void listenersWhoRateOneSentenceEachStillHaveAnInterval() {
        // given: no listener met two sentences, then no sentence two listeners either
        List<Rating> oneEach = List.of(
                new Rating("a", "x", 3),
                new Rating("b", "x", 4),
                new Rating("c", "y", 2),
                new Rating("d", "y", 4),
                new Rating("e", "y", 3));
        List<Rating> apart = List.of(new Rating("a", "x", 3), new Rating("b", "y", 4), new Rating("c", "z", 2));

        // then: the latter is the interval of three independent values
        assertThat(MeanOpinionScore.of(oneEach).interval().width()).isBetween(0.5, 4.0);
        double reach = new TDistribution(2).inverseCumulativeProbability(0.975) / Math.sqrt(3);
        assertThat(MeanOpinionScore.of(apart).interval().lower()).isCloseTo(Math.max(1, 3 - reach), within(0.3));
    }

    @Test
    void aRatingOffTheScaleOrOfNobodyIsRefused() {
        assertThatThrownBy(() -> new Rating("a", "x", 6)).hasMessageContaining("expected a score from 1 to 5, found 6");
        assertThatThrownBy(() -> new Rating(" ", "x", 3)).hasMessageContaining("listener");
        assertThatThrownBy(() -> new Rating("a", null, 3)).hasMessageContaining("sentence");
        assertThatThrownBy(() -> MeanOpinionScore.of(List.of())).hasMessageContaining("at least one rating");
    }

    private static List<Rating> unanimous(int listeners) {
        int[][] scores = new int[listeners][5];
        for (int[] listener : scores) {
            Arrays.fill(listener, 4);
        }
        return table(scores);
    }

    private static List<Rating> table(int[][] scores) {
        List<Rating> ratings = new ArrayList<>();
        for (int listener = 0; listener < scores.length; listener++) {
            for (int sentence = 0; sentence < scores[listener].length; sentence++) {
                ratings.add(new Rating("listener-" + listener, "sentence-" + sentence, scores[listener][sentence]));
            }
        }
        return ratings;
    }

    private static double square(double value) {
        return value * value;
    }
}
