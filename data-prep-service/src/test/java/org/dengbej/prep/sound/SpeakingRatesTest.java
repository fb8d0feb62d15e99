package org.dengbej.prep.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SpeakingRatesTest {

    /** Rates about 12 characters a second, as of one speaker. */
    private static double[] rates(int count) {
        Random random = new Random(1);
        return DoubleStream.generate(() -> 12 * Math.exp(0.15 * random.nextGaussian()))
                .limit(count)
                .toArray();
    }

    @Test
    void aRateOfTheSetIsNoOutlierAndOneFarOffIs() {
        SpeakingRates rates =
                new SpeakingRates(DoubleStream.concat(DoubleStream.of(rates(200)), DoubleStream.of(40, 45, 2))
                        .toArray());
        assertThat(rates.median()).isCloseTo(12, within(0.5));
        assertThat(rates.score(12)).isCloseTo(0, within(0.3));
        assertThat(rates.score(36)).isGreaterThan(3.5);
        assertThat(rates.score(4)).isLessThan(-3.5);
        // And twice as fast is as far off as half as fast
        assertThat(rates.score(2 * rates.median())).isCloseTo(-rates.score(rates.median() / 2), within(1e-9));
    }

    @Test
    void ofNormalValuesTheScoreIsTheNumberOfStandardDeviations() {
        assertThat(new SpeakingRates(rates(10_000)).score(12 * Math.exp(0.3))).isCloseTo(2, within(0.1));
    }

    @Test
    void aSetOfEqualRatesToleratesWhatOneSpeakerDoes() {
        SpeakingRates equal =
                new SpeakingRates(DoubleStream.generate(() -> 12).limit(50).toArray());
        assertThat(Math.abs(equal.score(12 * 1.5))).isLessThan(3.5);
        assertThat(equal.score(24)).isGreaterThan(3.5);
    }

    @Test
    void aSmallSetHasNoOutliers() {
        assertThat(new SpeakingRates(12, 12, 12, 100).score(100)).isZero();
        assertThat(new SpeakingRates().score(1)).isZero();
    }
}
