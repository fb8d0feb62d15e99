package org.dengbej.feedback.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LetterCoverageTest {

    @Test
    void lettersAndPairsWithinWordsAreCountedAndTheMissingOnesListed() {
        LetterCoverage coverage = LetterCoverage.of(List.of("ab ba", "aş"), new TreeSet<>(Set.of("a", "b", "ş", "x")));
        assertThat(coverage.letters())
                .containsEntry("a", 3)
                .containsEntry("b", 2)
                .containsEntry("ş", 1);
        assertThat(coverage.pairs()).containsOnlyKeys("ab", "ba", "aş");
        assertThat(coverage.missingLetters()).containsExactly("x");
        assertThat(coverage.missingPairs()).hasSize(16 - 3).contains("bb", "xa");
        assertThat(coverage.allPairs()).isEqualTo(16);
    }

    @Test
    void whereTheAlphabetIsNotKnownTheLettersOfTheTextsStandForIt() {
        LetterCoverage coverage = LetterCoverage.of(List.of("دەنگ, a1"), new TreeSet<>());
        assertThat(coverage.letters()).containsOnlyKeys("د", "ە", "ن", "گ", "a");
        assertThat(coverage.missingLetters()).isEmpty();
    }
}
