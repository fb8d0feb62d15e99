package org.dengbej.feedback.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CardSequenceTest {

    private static final int SETS = 50;

    private static CardKind asked(UUID listener, int position) {
        return CardSequence.at(listener, position).iterator().next();
    }

    private static List<Integer> controls(UUID listener, int set) {
        return IntStream.range(0, CardSequence.SET_CARDS)
                .filter(place -> asked(listener, set * CardSequence.SET_CARDS + place + 1)
                        .isControl())
                .boxed()
                .toList();
    }

    @Test
    void aSetHasFiveToTenCardsAndOneControlQuestionThatIsNotItsFirst() {
        UUID listener = new UUID(1, 2);

        assertThat(CardSequence.SET_CARDS).isBetween(5, 10);
        for (int set = 0; set < SETS; set++) {
            assertThat(controls(listener, set)).hasSize(1).doesNotContain(0);
        }
    }

    @Test
    void itsPlaceCannotBeCountedTo() {
        Set<Integer> ofListener = IntStream.range(0, SETS)
                .mapToObj(set -> controls(new UUID(1, 2), set).get(0))
                .collect(Collectors.toSet());
        Set<Integer> ofListeners = IntStream.range(0, SETS)
                .mapToObj(listener -> controls(new UUID(7, listener), 0).get(0))
                .collect(Collectors.toSet());

        assertThat(ofListener).hasSizeGreaterThan(4);
        assertThat(ofListeners).hasSizeGreaterThan(4);
    }

    @Test
    void goldAndTrapsTakeTurns() {
        UUID listener = new UUID(1, 2);

        List<CardKind> kinds = IntStream.range(0, 4)
                .mapToObj(set -> asked(
                        listener,
                        set * CardSequence.SET_CARDS + controls(listener, set).get(0) + 1))
                .toList();

        assertThat(kinds).containsExactly(kinds.get(0), kinds.get(1), kinds.get(0), kinds.get(1));
        assertThat(kinds).contains(CardKind.GOLD, CardKind.TRAP);
    }

    @Test
    void theSameListenerHasTheSameSequenceAgain() {
        UUID listener = UUID.randomUUID();

        assertThat(IntStream.rangeClosed(1, 40).mapToObj(position -> asked(listener, position)))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 40)
                        .mapToObj(position -> asked(listener, position))
                        .toList());
    }
}
