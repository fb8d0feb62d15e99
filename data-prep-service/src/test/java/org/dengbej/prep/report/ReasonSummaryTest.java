package org.dengbej.prep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReasonSummaryTest {

    private static ReasonSummary reason(String name, int count, String... details) {
        return new ReasonSummary(
                name,
                count,
                Stream.of(details)
                        .map(detail -> new RejectionExample("metadata.csv:1", detail, "", "0123456789"))
                        .toList());
    }

    @Test
    void theSumHasTheFirstThreeExamples() {
        ReasonSummary sum = reason("too-short", 2, "a", "b").plus(reason("too-short", 5, "c", "d", "e"));
        assertThat(sum.count()).isEqualTo(7);
        assertThat(sum.examples()).extracting(RejectionExample::detail).containsExactly("a", "b", "c");
    }

    @Test
    void whereNotAllSoundsFitTheFirstOfEachReasonIsHeardBeforeTheSecondOfAny() {
        List<ReasonSummary> reasons = ReasonSummary.withSoundsWithin(
                30, List.of(reason("too-short", 3, "a", "b", "c"), reason("silent", 2, "d", "e")));
        assertThat(reasons).extracting(ReasonSummary::count).containsExactly(3, 2);
        assertThat(reasons.stream().flatMap(reason -> reason.examples().stream()))
                .extracting(RejectionExample::sound)
                .containsExactly("0123456789", "0123456789", "", "0123456789", "");
    }
}
