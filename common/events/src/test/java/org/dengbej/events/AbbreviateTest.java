package org.dengbej.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AbbreviateTest {

    @Test
    void aTextUpToTheLimitIsTheSame() {
        assertThat(Abbreviate.of("abc", 3)).isEqualTo("abc");
        assertThat(Abbreviate.of("abcd", 3)).isEqualTo("abc ...");
        assertThat(Abbreviate.of("x".repeat(2_001))).hasSize(2_004);
    }

    @Test
    void noSurrogateIsLeftAlone() {
        assertThat(Abbreviate.of("ab\uD83D\uDE00d", 3)).isEqualTo("ab ...");
        assertThat(Abbreviate.of("ab\uD83D\uDE00d", 4)).isEqualTo("ab\uD83D\uDE00 ...");
    }
}
