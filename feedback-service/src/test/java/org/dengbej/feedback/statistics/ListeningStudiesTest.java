package org.dengbej.feedback.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dengbej.feedback.statistics.SimulatedListeners.Voting;
import org.dengbej.feedback.statistics.WinRate.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Simulated studies whose truth is known. Of 2,000 studies a share of 95 % is known to one percentage point (two standard errors), one of
 * 5 % too.
 */
class ListeningStudiesTest {

    private static final int STUDIES = 2_000;

    static Stream<Arguments> designs() {
        SimulatedListeners full = new SimulatedListeners(1);
        SimulatedListeners sparse = new SimulatedListeners(2);
        SimulatedListeners uneven = new SimulatedListeners(3);
        SimulatedListeners good = new SimulatedListeners(4);
        return Stream.of(
                design("20 listeners, 8 sentences, all pairs", 3.3, () -> full.full(3.3, 20, 8)),
                design("40 listeners, 5 of 30 sentences each", 3.3, () -> sparse.ratings(3.3, 40, 30, 5, 5)),
                design("25 listeners, 1 to 10 of 20 sentences each", 3.3, () -> uneven.ratings(3.3, 25, 20, 1, 10)),
                design("a good voice: 20 listeners, 8 sentences", 4.4, () -> good.full(4.4, 20, 8)));
    }

    private static Arguments design(String name, double mean, Supplier<List<Rating>> study) {
        return Arguments.of(name, SimulatedListeners.truth(mean), study);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("designs")
    void intervalsOfTheMeanCoverTheTruthIn93To97Percent(String name, double truth, Supplier<List<Rating>> study) {
        int covered = 0;
        for (int i = 0; i < STUDIES; i++) {
            Interval interval = MeanOpinionScore.of(study.get()).interval();
            covered += interval.contains(truth) ? 1 : 0;
        }
        assertThat((double) covered / STUDIES).isBetween(0.93, 0.97);
    }

    static Stream<Arguments> equalVoices() {
        return Stream.of(
                Arguments.of("each vote a fair coin", Voting.equal()),
                Arguments.of("listeners differ", Voting.of(0.5)),
                Arguments.of("listeners differ much", Voting.of(0.5).variation(0.2)),
                Arguments.of(
                        "fifty votes a listener", Voting.of(0.5).variation(0.2).votes(50, 50)),
                Arguments.of("each listener has a favourite", Voting.of(0.5).variation(Double.POSITIVE_INFINITY)),
                Arguments.of("30 % ties", Voting.of(0.5).ties(0.3)),
                Arguments.of(
                        "what is heard first is preferred by 70 %",
                        Voting.of(0.5).firstPreferred(0.7)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("equalVoices")
    void equalVoicesArePromotedInAtMost5PercentThoughLookedAtAfterEachOf1000Votes(String name, Voting voting) {
        double promoted = new SimulatedListeners(10).shareOf(Decision.PROMOTE, voting, STUDIES, 1_000);
        assertThat(promoted).isLessThanOrEqualTo(0.05);
    }

    static Stream<Arguments> betterVoices() {
        return Stream.of(
                Arguments.of("listeners differ", Voting.of(0.65)),
                Arguments.of("listeners differ little", Voting.of(0.65).variation(0.05)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("betterVoices")
    void aVoiceThatWins65PercentIsPromotedInAtLeast80PercentWithin150Votes(String name, Voting voting) {
        double promoted = new SimulatedListeners(11).shareOf(Decision.PROMOTE, voting, STUDIES, 150);
        assertThat(promoted).isGreaterThanOrEqualTo(0.8);
    }

    @Test
    void aVoiceThatWins65PercentIsNeverKeptOut() {
        double kept = new SimulatedListeners(12).shareOf(Decision.KEEP, Voting.of(0.65), STUDIES, 1_000);
        assertThat(kept).isLessThan(0.01);
    }

    @Test
    void theConfidenceSequenceHoldsAtEveryVoteTogetherIn95PercentOfStudies() {
        SimulatedListeners listeners = new SimulatedListeners(13);
        assertThat(listeners.shareThatEverMisses(Voting.of(0.6), STUDIES, 1_000))
                .isLessThanOrEqualTo(0.05);
    }
}
