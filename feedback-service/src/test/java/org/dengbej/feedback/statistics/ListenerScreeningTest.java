package org.dengbej.feedback.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.dengbej.feedback.statistics.Answer.Gold;
import org.dengbej.feedback.statistics.Answer.Ordinary;
import org.dengbej.feedback.statistics.Answer.Role;
import org.dengbej.feedback.statistics.Answer.Trap;
import org.dengbej.feedback.statistics.ListenerScreening.Accepted;
import org.dengbej.feedback.statistics.ListenerScreening.Excluded;
import org.dengbej.feedback.statistics.ListenerScreening.Verdict;
import org.junit.jupiter.api.Test;

class ListenerScreeningTest {

    private static final ListenerScreening SCREENING = new ListenerScreening(5);

    @Test
    void anAttentiveListenerIsAccepted() {
        assertThat(verdict(scores(3, 4, 2), answer("gold", new Gold(5), 4), answer("trap", new Trap(2), 2)))
                .isEqualTo(new Accepted());
    }

    @Test
    void whoDoesNotHearToTheEndIsExcluded() {
        List<Answer> answers = new ArrayList<>(scores(3, 4, 2, 3, 3));
        answers.add(new Answer("me", "s9", new Ordinary(), 3, false));
        assertThat(SCREENING.verdicts(answers)).containsEntry("me", new Excluded(ExclusionReason.NOT_PLAYED));
    }

    @Test
    void whoFailsHalfOfTheGoldQuestionsOrTrapsIsExcluded() {
        List<Answer> set = scores(3, 4, 2, 3, 3);
        assertThat(verdict(set, answer("g1", new Gold(5), 3))).isEqualTo(new Excluded(ExclusionReason.GOLD_MISSED));
        assertThat(verdict(set, answer("t1", new Trap(2), 3))).isEqualTo(new Excluded(ExclusionReason.TRAP_MISSED));
        assertThat(verdict(
                        set, answer("t1", new Trap(2), 3), answer("t2", new Trap(4), 4), answer("t3", new Trap(1), 1)))
                .as("one slip of three")
                .isEqualTo(new Accepted());
    }

    @Test
    void whoGivesOneScoreToEverythingIsExcluded() {
        assertThat(verdict(scores(4, 4, 4, 4, 4))).isEqualTo(new Excluded(ExclusionReason.NO_VARIANCE));
        assertThat(verdict(scores(4, 4, 4, 4, 4), answer("trap", new Trap(2), 2)))
                .as("who likes all sentences of a good voice, and hears a trap")
                .isEqualTo(new Accepted());
    }

    @Test
    void whoLeavesTheFirstSetIsExcludedAndWhoLeavesTheSecondIsNot() {
        assertThat(verdict(scores(3, 4))).isEqualTo(new Excluded(ExclusionReason.SET_UNFINISHED));
        assertThat(verdict(scores(3, 4, 2, 3, 3, 4, 5))).isEqualTo(new Accepted());
    }

    @Test
    void aListenerFarFromTheOthersIsAnOutlier() {
        // given: nine who agree within chance, and one who gives 1 and passes every control
        List<Answer> answers = new ArrayList<>(others(9));
        answers.addAll(scores(1, 1, 1, 1, 1));
        answers.add(answer("trap", new Trap(2), 2));

        // then
        assertThat(SCREENING.verdicts(answers)).containsEntry("me", new Excluded(ExclusionReason.OUTLIER));
        assertThat(SCREENING.verdicts(answers).values().stream().filter(new Accepted()::equals))
                .hasSize(9);
    }

    @Test
    void amongFewListenersNobodyIsAnOutlier() {
        List<Answer> answers = new ArrayList<>(others(ListenerScreening.LEAST_OTHERS - 1));
        answers.addAll(scores(1, 1, 1, 1, 1));
        answers.add(answer("trap", new Trap(2), 2));
        assertThat(SCREENING.verdicts(answers)).containsEntry("me", new Accepted());
    }

    @Test
    void whoFailsTheControlsIsNoMeasureForOthers() {
        // given: a crowd of straight-liners around one listener like the nine
        List<Answer> answers = new ArrayList<>(others(9));
        for (int liar = 0; liar < 50; liar++) {
            for (int sentence = 0; sentence < 5; sentence++) {
                answers.add(new Answer("liar-" + liar, "s" + sentence, new Ordinary(), 1, true));
            }
        }
        answers.addAll(scores(4, 3, 4, 3, 4));

        // then
        assertThat(SCREENING.verdicts(answers)).containsEntry("me", new Accepted());
        assertThat(SCREENING.verdicts(answers)).containsEntry("liar-0", new Excluded(ExclusionReason.NO_VARIANCE));
    }

    @Test
    void anAnswerOrAControlOffTheScaleIsRefused() {
        assertThatThrownBy(() -> new Gold(0)).hasMessageContaining("gold question: expected a score from 1 to 5");
        assertThatThrownBy(() -> new Trap(6)).hasMessageContaining("trap: expected a score from 1 to 5");
        assertThatThrownBy(() -> answer("s", null, 3)).hasMessageContaining("role");
        assertThatThrownBy(() -> new ListenerScreening(0)).hasMessageContaining("found 0");
    }

    private static Verdict verdict(List<Answer> some, Answer... more) {
        List<Answer> answers = new ArrayList<>(some);
        answers.addAll(List.of(more));
        return SCREENING.verdicts(answers).get("me");
    }

    private static List<Answer> others(int count) {
        List<Answer> answers = new ArrayList<>();
        for (int listener = 0; listener < count; listener++) {
            for (int sentence = 0; sentence < 5; sentence++) {
                answers.add(new Answer(
                        "other-" + listener, "s" + sentence, new Ordinary(), 3 + (listener + sentence) % 2, true));
            }
        }
        return answers;
    }

    private static List<Answer> scores(int... scores) {
        List<Answer> answers = new ArrayList<>();
        for (int sentence = 0; sentence < scores.length; sentence++) {
            answers.add(answer("s" + sentence, new Ordinary(), scores[sentence]));
        }
        return answers;
    }

    private static Answer answer(String sentence, Role role, int score) {
        return new Answer("me", sentence, role, score, true);
    }
}
