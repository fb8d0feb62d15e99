package org.dengbej.feedback.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dengbej.feedback.statistics.BradleyTerry.Estimate;
import org.dengbej.feedback.statistics.BradleyTerry.Fitted;
import org.dengbej.feedback.statistics.BradleyTerry.NotEstimable;
import org.dengbej.feedback.statistics.Comparison.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The expected numbers are those of statsmodels' GLM; {@code bradley-terry/make_reference.py} makes them again and says how. The
 * season of 1987 is the example of Agresti (2002, Categorical Data Analysis, 2nd edition, 10.6), whose home team is our first voice.
 */
class BradleyTerryTest {

    @ParameterizedTest
    @ValueSource(strings = {"five-voices", "baseball-1987"})
    void estimatesAndClusteredErrorsEqualThoseOfAPublishedImplementation(String name) throws IOException {
        // when
        Fitted fitted = (Fitted) BradleyTerry.fit(comparisons(name));

        // then
        Map<String, Estimate> found = new TreeMap<>(fitted.strengths());
        found.put("order", fitted.order());
        fitted.tie().ifPresent(tie -> found.put("tie", tie));
        List<String[]> expected = rows(name + ".expected.csv");
        assertThat(found.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(row -> row[0]).toList());
        for (String[] row : expected) {
            assertThat(found.get(row[0]).value()).as(row[0]).isCloseTo(Double.parseDouble(row[1]), within(1e-6));
            assertThat(found.get(row[0]).standardError())
                    .as("error of " + row[0])
                    .isCloseTo(Double.parseDouble(row[2]), within(1e-6));
        }
    }

    /** Agresti's table 10.11, column 5, and his home advantage, as the tests of R's BradleyTerry2 hold them. */
    @Test
    void theSeasonOf1987IsThatOfTheTextbook() throws IOException {
        Fitted fitted = (Fitted) BradleyTerry.fit(comparisons("baseball-1987"));
        double sum = fitted.strengths().values().stream()
                .mapToDouble(strength -> Math.exp(strength.value()))
                .sum();
        assertThat(fitted.strengths().values().stream()
                        .map(strength -> Math.round(1000 * Math.exp(strength.value()) / sum))
                        .sorted()
                        .toList())
                .containsExactly(44L, 88L, 137L, 157L, 164L, 190L, 220L);
        assertThat(-fitted.order().value()).isCloseTo(0.302, within(0.0005));
        assertThat(fitted.tie()).isEmpty();
    }

    @Test
    void anIntervalSurroundsItsEstimateByStudentsQuantile() throws IOException {
        Estimate order = ((Fitted) BradleyTerry.fit(comparisons("five-voices"))).order();
        assertThat((order.interval().upper() - order.value()) / order.standardError())
                .as("97.5th percentile of Student's t with 23 degrees of freedom")
                .isCloseTo(2.06866, within(1e-4));
    }

    @Test
    void ofOneListenerTheIntervalsAreUnbounded() throws IOException {
        List<Comparison> ofOne = comparisons("five-voices").stream()
                .map(comparison ->
                        new Comparison(comparison.first(), comparison.second(), comparison.outcome(), "the same"))
                .toList();
        Fitted fitted = (Fitted) BradleyTerry.fit(ofOne);
        assertThat(fitted.order().interval()).isEqualTo(Interval.UNBOUNDED);
    }

    @Test
    void aVoiceThatWonEverythingHasNoFiniteStrength() {
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            comparisons.add(new Comparison("a", "b", i % 3 == 0 ? Outcome.SECOND : Outcome.FIRST, "l" + i));
            comparisons.add(new Comparison("b", "a", i % 3 == 0 ? Outcome.SECOND : Outcome.FIRST, "l" + i));
            comparisons.add(new Comparison("best", "a", Outcome.FIRST, "l" + i));
            comparisons.add(new Comparison("b", "best", Outcome.SECOND, "l" + i));
        }
        assertThat(BradleyTerry.fit(comparisons)).isInstanceOf(NotEstimable.class);
    }

    @Test
    void voicesThatNeverMetAndOrdersThatNeverChangedAreNotEstimable() {
        List<Comparison> apart = new ArrayList<>();
        List<Comparison> oneOrder = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Outcome outcome = i % 3 == 0 ? Outcome.SECOND : Outcome.FIRST;
            apart.add(new Comparison("a", "b", outcome, "l" + i));
            apart.add(new Comparison("b", "a", outcome, "l" + i));
            apart.add(new Comparison("c", "d", outcome, "l" + i));
            apart.add(new Comparison("d", "c", outcome, "l" + i));
            oneOrder.add(new Comparison("a", "b", outcome, "l" + i));
        }
        assertThat(BradleyTerry.fit(apart)).isInstanceOf(NotEstimable.class);
        assertThat(BradleyTerry.fit(oneOrder)).isInstanceOf(NotEstimable.class);
        assertThat(BradleyTerry.fit(List.of())).isInstanceOf(NotEstimable.class);
    }

    @Test
    void aComparisonOfAVoiceWithItselfIsRefused() {
        assertThatThrownBy(() -> new Comparison("a", "a", Outcome.TIE, "l")).hasMessageContaining("found a twice");
    }

    private static List<Comparison> comparisons(String name) throws IOException {
        return rows(name + ".csv").stream()
                .map(row -> new Comparison(row[0], row[1], Outcome.valueOf(row[2]), row[3]))
                .toList();
    }

    private static List<String[]> rows(String file) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                BradleyTerryTest.class.getResourceAsStream("/bradley-terry/" + file), StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split(",")).collect(Collectors.toList());
        }
    }
}
