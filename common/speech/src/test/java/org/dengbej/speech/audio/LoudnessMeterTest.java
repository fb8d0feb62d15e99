package org.dengbej.speech.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The signals of EBU Tech 3341 and BS.1770-4, of one channel: 3.01 LU below the stereo ones. */
class LoudnessMeterTest {

    private static Audio tone(double hz, double dbfs, double seconds, int rateHz) {
        float[] samples = new float[(int) (seconds * rateHz)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (Math.pow(10, dbfs / 20) * Math.sin(2 * Math.PI * hz * i / rateHz));
        }
        return new Audio(samples, rateHz);
    }

    private static Audio then(Audio... parts) {
        int length = 0;
        for (Audio part : parts) {
            length += part.samples().length;
        }
        float[] samples = new float[length];
        int at = 0;
        for (Audio part : parts) {
            System.arraycopy(part.samples(), 0, samples, at, part.samples().length);
            at += part.samples().length;
        }
        return new Audio(samples, parts[0].sampleRateHz());
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 22_050, 24_000, 44_100, 48_000})
    void aToneOf997HzAtFullScaleHasMinus3Lufs(int rateHz) {
        assertThat(LoudnessMeter.integratedLufs(tone(997, 0, 5, rateHz))).isCloseTo(-3.01, within(0.1));
    }

    @ParameterizedTest
    @CsvSource({"-23, -26.01", "-33, -36.01", "-60, -63.01"})
    void theLoudnessFollowsTheLevel(double dbfs, double lufs) {
        assertThat(LoudnessMeter.integratedLufs(tone(1000, dbfs, 20, 48_000))).isCloseTo(lufs, within(0.1));
    }

    @Test
    void whatLiesBelowTheRelativeGateIsNotCounted() {
        // EBU Tech 3341, case 3
        Audio quiet = tone(1000, -36, 10, 48_000);
        assertThat(LoudnessMeter.integratedLufs(then(quiet, tone(1000, -23, 60, 48_000), quiet)))
                .isCloseTo(-26.01, within(0.1));
    }

    @Test
    void silenceHasNoLoudness() {
        assertThat(LoudnessMeter.integratedLufs(new Audio(new float[32_000], 16_000)))
                .isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(LoudnessMeter.integratedLufs(new Audio(new float[100], 16_000)))
                .isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(LoudnessMeter.integratedLufs(new Audio(new float[0], 16_000)))
                .isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(LoudnessMeter.integratedLufs(tone(1000, -75, 2, 16_000)))
                .isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void aSoundShorterThanABlockHasItsLevel() {
        assertThat(LoudnessMeter.integratedLufs(tone(1000, 0, 0.3, 16_000))).isCloseTo(-3.70, within(0.05));
    }
}
