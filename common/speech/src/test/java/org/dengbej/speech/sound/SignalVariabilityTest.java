package org.dengbej.speech.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.dengbej.speech.audio.Audio;
import org.dengbej.testing.SyntheticSpeech;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalVariabilityTest {

    private static final int RATE_HZ = 16_000;
    private static final double LIMIT = 0.003;

    private static Audio sound(double seconds, DoubleUnaryOperator wave) {
        float[] samples = new float[(int) (seconds * RATE_HZ)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) wave.applyAsDouble((double) i / RATE_HZ);
        }
        return new Audio(samples, RATE_HZ);
    }

    private static double tone(double hertz, double time) {
        return Math.sin(2 * Math.PI * hertz * time);
    }

    static Stream<Arguments> stationary() {
        Random random = new Random(1);
        return Stream.of(
                Arguments.of("silence", sound(3, time -> 0)),
                Arguments.of("a tone", sound(3, time -> 0.3 * tone(440, time))),
                Arguments.of("a chord", sound(3, time -> 0.2 * (tone(440, time) + tone(554, time) + tone(659, time)))),
                Arguments.of(
                        "a hum of the mains",
                        sound(3, time -> 0.2 * (tone(50, time) + tone(150, time) + tone(450, time)))),
                Arguments.of("a hiss", sound(3, time -> 0.1 * random.nextGaussian())),
                Arguments.of("a tone that swells", sound(3, time -> 0.3 * tone(2, time) * tone(440, time))),
                Arguments.of(
                        "a hiss in pulses",
                        sound(
                                3,
                                time -> tone(2, time) > 0
                                        ? 0.1 * random.nextGaussian()
                                        : 0.001 * random.nextGaussian())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stationary")
    void whatIsStationaryHasNone(String name, Audio sound) {
        assertThat(SignalVariability.of(sound)).isLessThan(LIMIT);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 3, 10})
    void speechHasSome(double seconds) {
        Audio speech = new Audio(SyntheticSpeech.samples(seconds, RATE_HZ, 1), RATE_HZ);

        assertThat(SignalVariability.of(speech)).isGreaterThan(LIMIT);
    }

    @Test
    void itDoesNotDependOnTheLevel() {
        float[] samples = SyntheticSpeech.samples(2, RATE_HZ, 1);
        float[] quiet = samples.clone();
        for (int i = 0; i < quiet.length; i++) {
            quiet[i] *= 0.1f;
        }

        double loud = SignalVariability.of(new Audio(samples, RATE_HZ));

        assertThat(SignalVariability.of(new Audio(quiet, RATE_HZ))).isCloseTo(loud, within(0.01 * loud));
    }

    @Test
    void whatIsTooShortHasNone() {
        assertThat(SignalVariability.of(new Audio(new float[100], RATE_HZ))).isZero();
    }
}
