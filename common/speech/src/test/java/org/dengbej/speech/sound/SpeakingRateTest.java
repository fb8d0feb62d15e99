package org.dengbej.speech.sound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpeakingRateTest {

    @Test
    void lettersAndDigitsCountAndNothingElse() {
        assertThat(SpeakingRate.charactersPerSecond("Silav, tu çawa yî? 12 — …", 2))
                .isEqualTo(7.5);
        assertThat(SpeakingRate.charactersPerSecond("سڵاو", 1)).isEqualTo(4);
        assertThat(SpeakingRate.charactersPerSecond("a", 0)).isNaN();
    }
}
