package org.dengbej.feedback.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.dengbej.feedback.assignment.PronunciationProblems.Heard;
import org.junit.jupiter.api.Test;

class PronunciationProblemsTest {

    private static List<Heard> heard(String text, int listeners, int naming) {
        List<Heard> answers = new ArrayList<>();
        for (int i = 0; i < listeners; i++) {
            answers.add(new Heard("listener " + i, text, i < naming));
        }
        return answers;
    }

    @Test
    void aTextIsWorthAsMuchAsItsPairsAreFoundWrong() {
        PronunciationProblems problems = PronunciationProblems.of(heard("xwe", 10, 5), 3);

        assertThat(problems.of("Xwe!")).isCloseTo(0.5, within(1e-9));
        assertThat(problems.of("xw")).isCloseTo(0.5, within(1e-9));
        assertThat(problems.of("xwa")).as("xw and wa").isCloseTo(0.25, within(1e-9));
        assertThat(problems.of("baran")).isZero();
    }

    @Test
    void aFewWhoFindItWrongDecideNothing() {
        assertThat(PronunciationProblems.of(heard("xwe", 10, 2), 3).of("xwe")).isZero();
    }

    @Test
    void aListenerCountsOnceHoweverOftenTheyRate() {
        List<Heard> answers = heard("xwe", 1, 1);
        answers.addAll(heard("xwe", 1, 1));
        answers.addAll(heard("xwe", 1, 1));

        assertThat(PronunciationProblems.of(answers, 3).of("xwe")).isZero();
    }

    @Test
    void pairsDoNotReachFromWordToWordNorOverSigns() {
        PronunciationProblems problems = PronunciationProblems.of(heard("a b, c", 5, 5), 1);

        assertThat(problems.shares()).isEmpty();
        assertThat(problems.of("")).isZero();
    }

    @Test
    void lettersOutsideTheBasicPlaneAreLetters() {
        assertThat(PronunciationProblems.of(heard("𐎀𐎁", 3, 3), 3).shares()).containsOnlyKeys("𐎀𐎁");
    }
}
