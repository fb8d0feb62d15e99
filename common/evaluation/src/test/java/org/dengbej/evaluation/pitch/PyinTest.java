package org.dengbej.evaluation.pitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.AudioDecoder;
import org.dengbej.speech.audio.DecodeLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals of known pitch, and clips of speech beside librosa's F0 (resources, {@code pitch/make_reference.py}). */
class PyinTest {

    private static final int RATE_HZ = 16_000;
    private static final int HOP = 256;

    /** A second of sound; {@code phase}: in periods, by seconds. */
    private static Audio sound(DoubleUnaryOperator wave, DoubleUnaryOperator phase, int rateHz) {
        float[] samples = new float[rateHz];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) wave.applyAsDouble(phase.applyAsDouble((double) i / rateHz));
        }
        return new Audio(samples, rateHz);
    }

    private static double sine(double periods) {
        return 0.3 * Math.sin(2 * Math.PI * periods);
    }

    private static double sawtooth(double periods) {
        return 0.6 * (periods - Math.floor(periods)) - 0.3;
    }

    private static Audio pulses(double hertz) {
        float[] samples = new float[RATE_HZ];
        for (int pulse = 0; pulse * RATE_HZ / hertz < samples.length; pulse++) {
            samples[(int) Math.round(pulse * RATE_HZ / hertz)] = 0.9f;
        }
        return new Audio(samples, RATE_HZ);
    }

    private static F0Track track(Audio audio) {
        return Pyin.track(audio, HOP, audio.samples().length / HOP);
    }

    /** But for the frames that reach beyond the sound's ends. */
    private static void assertPitch(F0Track track, double hertz) {
        for (int frame = 2; frame < track.frames() - 3; frame++) {
            assertThat(track.hertz()[frame]).as("frame %d", frame).isCloseTo(hertz, within(hertz * 0.01));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {55, 62.5, 80, 100.3, 123.4, 220, 333, 440, 480})
    void aSineAndASawtoothHaveTheirPitch(double hertz) {
        assertPitch(track(sound(PyinTest::sine, seconds -> hertz * seconds, RATE_HZ)), hertz);
        assertPitch(track(sound(PyinTest::sawtooth, seconds -> hertz * seconds, RATE_HZ)), hertz);
    }

    @ParameterizedTest
    @ValueSource(ints = {16_000, 22_050, 44_100})
    void thePitchIsTheSameAtAnyRate(int rateHz) {
        Audio audio = sound(PyinTest::sawtooth, seconds -> 140 * seconds, rateHz);
        assertPitch(Pyin.track(audio, rateHz / 62, 62), 140);
    }

    @Test
    void aBuzzOfOnePulseAFrameIsFoundAsSuchAndNotAnOctaveOff() {
        assertPitch(track(pulses(62.5)), 62.5);
        assertPitch(track(pulses(100)), 100);
        assertPitch(track(pulses(125)), 125);
    }

    @Test
    void aGlideIsFollowed() {
        // Given 100 Hz that rise by 120 Hz in a second
        F0Track track = track(sound(PyinTest::sawtooth, seconds -> 100 * seconds + 60 * seconds * seconds, RATE_HZ));

        // Then
        for (int frame = 2; frame < track.frames() - 3; frame++) {
            double hertz = 100 + 120.0 * (frame + 0.5) * HOP / RATE_HZ;
            assertThat(track.hertz()[frame]).isCloseTo(hertz, within(hertz * 0.02));
        }
    }

    @Test
    void silenceHasNoPitch() {
        assertThat(track(new Audio(new float[RATE_HZ], RATE_HZ)).voicedFrames()).isZero();
    }

    @Test
    void noiseHasAlmostNoPitch() {
        Random random = new Random(3);
        float[] samples = new float[4 * RATE_HZ];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.1 * random.nextGaussian());
        }
        F0Track track = track(new Audio(samples, RATE_HZ));
        assertThat(track.voicedFrames()).isLessThan(track.frames() / 20);
    }

    @Test
    void aToneBetweenSilencesIsVoicedWhereItSounds() {
        // Given a second of which the middle half sounds
        Audio tone = sound(PyinTest::sawtooth, seconds -> 150 * seconds, RATE_HZ);
        for (int i = 0; i < RATE_HZ; i++) {
            tone.samples()[i] = i < RATE_HZ / 4 || i >= RATE_HZ * 3 / 4 ? 0 : tone.samples()[i];
        }

        // When
        F0Track track = track(tone);

        // Then 31 of 62 frames, but for some at the edges
        assertThat(track.voicedFrames()).isBetween(28, 35);
        assertThat(track.voiced(31)).isTrue();
        assertThat(track.voiced(10)).isFalse();
        assertThat(track.voiced(52)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kmr_0003", "kmr_0011", "kmr_0027"})
    void speechHasLibrosasPitch(String clip) throws Exception {
        // Given
        JsonNode reference = resource("reference.json", in -> new ObjectMapper().readTree(in))
                .path(clip)
                .path("pyin");
        Audio audio = resource(
                clip + ".wav", in -> AudioDecoder.decode(in.readAllBytes(), RATE_HZ, new DecodeLimits(1 << 20, 10)));

        // When
        F0Track track = track(audio);

        // Then
        int both = 0;
        int differing = 0;
        double squares = 0;
        for (int frame = 0; frame < track.frames(); frame++) {
            boolean voiced = !reference.get(frame).isNull();
            if (voiced != track.voiced(frame)) {
                differing++;
            } else if (voiced) {
                both++;
                double error =
                        Math.log(track.hertz()[frame] / reference.get(frame).doubleValue());
                squares += error * error;
            }
        }
        assertThat(reference).hasSize(track.frames());
        assertThat((double) differing / track.frames()).isLessThan(0.06);
        assertThat(Math.sqrt(squares / both)).isLessThan(0.02);
    }

    private interface Reading<T> {
        T of(InputStream in) throws Exception;
    }

    private static <T> T resource(String name, Reading<T> reading) throws Exception {
        try (InputStream in = PyinTest.class.getResourceAsStream("/pitch/" + name)) {
            return reading.of(in);
        }
    }

    @Test
    void percentilesAreNumpys() {
        F0Track track = new F0Track(new double[] {Double.NaN, 100, 110, Double.NaN, 150, 120});
        assertThat(track.percentile(50)).isEqualTo(115);
        assertThat(track.percentile(5)).isCloseTo(101.5, within(1e-9));
        assertThat(new F0Track(new double[] {Double.NaN}).percentile(50)).isNaN();
    }

    @Test
    void aSoundOfTooLowARateIsRefused() {
        Audio low = new Audio(new float[500], 500);
        assertThatThrownBy(() -> Pyin.track(low, 8, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 500 Hz");
    }

    @Test
    void aClipOfThreeSecondsTakesLessThanATenthOfASecond() {
        // Given
        float[] samples = new float[3 * RATE_HZ];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) sawtooth(120.0 * i / RATE_HZ);
        }
        Audio audio = new Audio(samples, RATE_HZ);

        // When it is done again and again, as for the clips of an evaluation: of the processor's time, whoever else
        // uses it
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long before = threads.getCurrentThreadCpuTime();
            track(audio);
            least = Math.min(least, threads.getCurrentThreadCpuTime() - before);
        }

        // Then
        assertThat(Duration.ofNanos(least)).isLessThan(Duration.ofMillis(100));
    }
}
