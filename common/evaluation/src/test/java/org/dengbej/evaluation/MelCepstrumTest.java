package org.dengbej.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MelCepstrumTest {

    /** {@code scipy.fft.dct(x, axis=0)[1:14, 5] / 80} of {@link Spectra#logMel}(80, 60, 0). */
    private static final double[] SCIPY = {
        0.7665765324888284,
        1.2349849498101535,
        1.3430282267291962,
        -0.5933350505723286,
        0.09109981449882132,
        -0.17208240384302637,
        0.03800348006788442,
        -0.08619715166232496,
        0.021354914875364294,
        -0.05242106673074513,
        0.0137758627668008,
        -0.03538410599700711,
        0.009644086527523585
    };

    @Test
    void theCoefficientsAreScipys() {
        assertThat(MelCepstrum.of(Spectra.logMel(80, 60, 0))[5]).containsExactly(SCIPY, within(1e-6));
    }

    @Test
    void aCosineOverTheMelsIsOneCoefficientOfItsHeightHoweverManyMels() {
        for (int mels : new int[] {40, 80}) {
            float[][] ripple = new float[mels][1];
            for (int mel = 0; mel < mels; mel++) {
                ripple[mel][0] = (float) (7 + 1.5 * Math.cos(Math.PI * 4 * (mel + 0.5) / mels));
            }
            double[] expected = new double[13];
            expected[3] = 1.5;
            assertThat(MelCepstrum.of(ripple)[0]).containsExactly(expected, within(1e-6));
        }
    }

    @Test
    void tooFewMelsAreRefused() {
        assertThatThrownBy(() -> MelCepstrum.of(new float[13][4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 13");
    }
}
