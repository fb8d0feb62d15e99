package org.dengbej.feedback.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.dengbej.feedback.statistics.ContributionCap.Contribution;
import org.dengbej.feedback.statistics.ContributionCap.Excluded;
import org.dengbej.feedback.statistics.ContributionCap.Result;
import org.junit.jupiter.api.Test;

class ContributionCapTest {

    private static final Instant START = Instant.parse("2026-03-21T12:00:00Z");

    @Test
    void theEarliestOfAListenerCountWhateverTheirOrderInTheList() {
        // given
        List<Contribution> contributions = List.of(of("late", "a", "x", 9), of("early", "a", "x", 1));

        // when
        Result result = new ContributionCap(1, 5).apply(contributions);

        // then
        assertThat(result.counted()).extracting(Contribution::id).containsExactly("early");
        assertThat(result.excluded()).containsExactly(new Excluded(contributions.get(0), ExclusionReason.LISTENER_CAP));
    }

    @Test
    void freshIdentitiesOfANetworkAreCappedTogether() {
        List<Contribution> contributions = IntStream.range(0, 1000)
                .mapToObj(i -> of("r" + i, "fresh-" + i, "x", i))
                .toList();
        Result result = ContributionCap.DEFAULT.apply(contributions);
        assertThat(result.counted()).hasSize(ContributionCap.DEFAULT.perNetwork());
        assertThat(result.excluded())
                .hasSize(1000 - ContributionCap.DEFAULT.perNetwork())
                .extracting(Excluded::reason)
                .containsOnly(ExclusionReason.NETWORK_CAP);
    }

    @Test
    void whatAListenerLosesToTheirOwnCapIsNotTakenFromTheNetwork() {
        List<Contribution> contributions =
                List.of(of("1", "a", "x", 1), of("2", "a", "x", 2), of("3", "a", "x", 3), of("4", "b", "x", 4));
        Result result = new ContributionCap(1, 2).apply(contributions);
        assertThat(result.counted()).extracting(Contribution::id).containsExactly("1", "4");
    }

    @Test
    void aCapThatNoListenerCouldReachIsRefused() {
        assertThatThrownBy(() -> new ContributionCap(10, 5)).hasMessageContaining("found 10 and 5");
        assertThatThrownBy(() -> new ContributionCap(0, 5)).hasMessageContaining("found 0 and 5");
    }

    private static Contribution of(String id, String listener, String network, int seconds) {
        return new Contribution(id, listener, network, START.plusSeconds(seconds));
    }
}
