package org.dengbej.feedback.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dengbej.feedback.statistics.Answer.Ordinary;
import org.dengbej.feedback.statistics.Answer.Trap;
import org.dengbej.feedback.statistics.ContributionCap.Contribution;
import org.dengbej.feedback.statistics.ListenerScreening.Excluded;
import org.dengbej.feedback.statistics.ListenerScreening.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A loop that sends ratings of 1 from one network, against honest listeners from networks of their own. */
class RatingStuffingTest {

    private static final ListenerScreening SCREENING = new ListenerScreening(8);
    private static final Instant START = Instant.parse("2026-03-21T12:00:00Z");
    private static final int STUDIES = 200;

    /** What is published, and why the rest is not, by answer. */
    private record Published(double mean, Map<Answer, ExclusionReason> excluded) {}

    @ParameterizedTest
    @ValueSource(ints = {10, 40})
    void aThousandRatingsUnderFreshIdentitiesDontMoveTheMeanAndAreListed(int listeners) {
        List<Answer> loop = IntStream.range(0, 1_000)
                .mapToObj(i -> new Answer("fresh-" + i, "sentence-" + i % 8, new Ordinary(), 1, true))
                .toList();
        assertThat(Arrays.stream(shifts(listeners, loop)).max().orElseThrow()).isLessThan(0.05);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 40})
    void aThousandRatingsUnderOneIdentityDontMoveTheMeanAndAreListed(int listeners) {
        List<Answer> loop = IntStream.range(0, 1_000)
                .mapToObj(i -> new Answer("one", "sentence-" + i, new Ordinary(), 1, true))
                .toList();
        assertThat(Arrays.stream(shifts(listeners, loop)).max().orElseThrow()).isLessThan(0.05);
    }

    /** Two identities pass the network's cap. That their bias is no honest one is seen in most studies of forty listeners, not in all. */
    @Test
    void aLoopThatFinishesSetsAndPassesTrapsMovesTheMeanOfFortyListenersSeldomAndLittle() {
        List<Answer> loop = new ArrayList<>();
        for (int identity = 0; identity < 100; identity++) {
            for (int sentence = 0; sentence < 8; sentence++) {
                loop.add(new Answer("fresh-" + identity, "sentence-" + sentence, new Ordinary(), 1, true));
            }
            loop.add(new Answer("fresh-" + identity, "trap", new Trap(4), 4, true));
        }
        double[] shifts = shifts(40, loop);
        assertThat(Arrays.stream(shifts).filter(shift -> shift < 0.05).count())
                .isGreaterThanOrEqualTo(STUDIES * 8 / 10);
        assertThat(Arrays.stream(shifts).max().orElseThrow()).isLessThan(0.15);
    }

    @Test
    void theScreeningExcludesFewerThanOneInFiftyHonestListeners() {
        SimulatedListeners simulated = new SimulatedListeners(21);
        long excluded = 0;
        for (int study = 0; study < STUDIES; study++) {
            excluded += publish(honest(simulated, 20)).excluded.keySet().stream()
                    .map(Answer::listener)
                    .distinct()
                    .count();
        }
        assertThat((double) excluded / (20 * STUDIES)).isLessThan(0.02);
    }

    private static double[] shifts(int listeners, List<Answer> loop) {
        SimulatedListeners simulated = new SimulatedListeners(20);
        double[] shifts = new double[STUDIES];
        for (int study = 0; study < STUDIES; study++) {
            List<Answer> honest = honest(simulated, listeners);
            List<Answer> all = new ArrayList<>(honest);
            all.addAll(loop);
            Published with = publish(all);
            shifts[study] = Math.abs(with.mean - publish(honest).mean);
            assertThat(loop.stream().filter(with.excluded::containsKey).count())
                    .as("listed with their reasons")
                    .isGreaterThanOrEqualTo(loop.size() - ContributionCap.DEFAULT.perNetwork());
        }
        return shifts;
    }

    private static List<Answer> honest(SimulatedListeners simulated, int listeners) {
        return simulated.full(3.3, listeners, 8).stream()
                .map(rating -> new Answer(rating.listener(), rating.sentence(), new Ordinary(), rating.score(), true))
                .toList();
    }

    /** First the cap, then the screening, then the mean. */
    private static Published publish(List<Answer> answers) {
        List<Contribution> contributions = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            String listener = answers.get(i).listener();
            boolean honest = listener.startsWith("listener-");
            contributions.add(new Contribution("" + i, listener, honest ? listener : "loop", START.plusSeconds(i)));
        }
        ContributionCap.Result capped = ContributionCap.DEFAULT.apply(contributions);
        Map<Answer, ExclusionReason> excluded = new HashMap<>();
        capped.excluded()
                .forEach(one -> excluded.put(
                        answers.get(Integer.parseInt(one.contribution().id())), one.reason()));
        List<Answer> counted = capped.counted().stream()
                .map(one -> answers.get(Integer.parseInt(one.id())))
                .toList();
        Map<String, Verdict> verdicts = SCREENING.verdicts(counted);
        List<Rating> ratings = new ArrayList<>();
        for (Answer answer : counted) {
            if (verdicts.get(answer.listener()) instanceof Excluded out) {
                excluded.put(answer, out.reason());
            } else if (answer.role() instanceof Ordinary) {
                ratings.add(new Rating(answer.listener(), answer.sentence(), answer.score()));
            }
        }
        return new Published(MeanOpinionScore.of(ratings).mean(), excluded);
    }
}
