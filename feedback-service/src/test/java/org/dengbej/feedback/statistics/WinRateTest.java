package org.dengbej.feedback.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.dengbej.feedback.statistics.PairVote.Outcome;
import org.dengbej.feedback.statistics.WinRate.Decision;
import org.junit.jupiter.api.Test;

class WinRateTest {

    @Test
    void withoutVotesNothingIsDecided() {
        WinRate none = WinRate.of(List.of());
        assertThat(none.interval()).isEqualTo(new Interval(0, 1));
        assertThat(none.decision()).isEqualTo(Decision.OPEN);
    }

    @Test
    void aTieIsHalfAWin() {
        List<PairVote> votes = List.of(
                new PairVote("a", Outcome.TIE, true),
                new PairVote("b", Outcome.CHALLENGER, false),
                new PairVote("c", Outcome.TIE, true));
        assertThat(WinRate.of(votes).rate()).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void manyListenersWhoPreferOneVoicePromoteOrKeep() {
        assertThat(WinRate.of(votes(40, 5, Outcome.CHALLENGER)).decision()).isEqualTo(Decision.PROMOTE);
        assertThat(WinRate.of(votes(40, 5, Outcome.CHAMPION)).decision()).isEqualTo(Decision.KEEP);
        assertThat(WinRate.of(votes(200, 5, Outcome.TIE)).decision()).isEqualTo(Decision.OPEN);
    }

    @Test
    void aFewListenersDecideNothingHoweverOftenTheyVote() {
        WinRate three = WinRate.of(votes(3, 1000, Outcome.CHALLENGER));
        assertThat(three.decision()).isEqualTo(Decision.OPEN);
        assertThat(three.votes()).isEqualTo(3 * WinRate.VOTES_PER_LISTENER);
        assertThat(three.listeners()).isEqualTo(3);
    }

    @Test
    void fiftyVotesOfOneListenerCountAsTen() {
        // given
        List<PairVote> ten = votes(1, WinRate.VOTES_PER_LISTENER, Outcome.CHALLENGER);
        List<PairVote> fifty = votes(1, 50, Outcome.CHALLENGER);
        List<PairVote> others = votes(15, 5, Outcome.CHAMPION).stream()
                .map(vote -> new PairVote("other-" + vote.listener(), vote.outcome(), vote.challengerFirst()))
                .toList();

        // then
        assertThat(WinRate.of(concat(fifty, others))).isEqualTo(WinRate.of(concat(ten, others)));
    }

    @Test
    void listenersWhoDifferWidenTheInterval() {
        // given: as many votes for each voice, by people who waver and by people who each stay with theirs
        List<PairVote> wavering = new ArrayList<>();
        List<PairVote> faithful = new ArrayList<>();
        for (int listener = 0; listener < 20; listener++) {
            for (int vote = 0; vote < 8; vote++) {
                boolean first = vote % 4 < 2;
                wavering.add(
                        new PairVote("l" + listener, vote % 2 == 0 ? Outcome.CHALLENGER : Outcome.CHAMPION, first));
                faithful.add(
                        new PairVote("l" + listener, listener % 2 == 0 ? Outcome.CHALLENGER : Outcome.CHAMPION, first));
            }
        }

        // then
        double ofWavering = WinRate.of(wavering).interval().width();
        double ofFaithful = WinRate.of(faithful).interval().width();
        assertThat(ofFaithful).isGreaterThan(1.5 * ofWavering);
    }

    @Test
    void votesInAnOrderThatNoFairCoinDrewProveNothing() {
        List<PairVote> alwaysFirst = votes(40, 5, Outcome.CHALLENGER).stream()
                .map(vote -> new PairVote(vote.listener(), vote.outcome(), true))
                .toList();
        assertThat(WinRate.of(alwaysFirst).interval()).isEqualTo(new Interval(0, 1));
        assertThat(WinRate.of(alwaysFirst).decision()).isEqualTo(Decision.OPEN);
    }

    @Test
    void aVoteOfNobodyOrForNothingIsRefused() {
        assertThatThrownBy(() -> new PairVote("", Outcome.TIE, true)).hasMessageContaining("listener");
        assertThatThrownBy(() -> new PairVote("a", null, true)).hasMessageContaining("outcome");
    }

    private static List<PairVote> votes(int listeners, int each, Outcome outcome) {
        List<PairVote> votes = new ArrayList<>();
        for (int listener = 0; listener < listeners; listener++) {
            for (int vote = 0; vote < each; vote++) {
                votes.add(new PairVote("l" + listener, outcome, votes.size() % 2 == 0));
            }
        }
        return votes;
    }

    private static List<PairVote> concat(List<PairVote> some, List<PairVote> more) {
        List<PairVote> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
