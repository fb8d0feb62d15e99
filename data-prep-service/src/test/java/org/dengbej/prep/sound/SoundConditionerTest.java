package org.dengbej.prep.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.dengbej.events.SoundConditioning;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.DecodedAudio;
import org.dengbej.speech.audio.LoudnessMeter;
import org.dengbej.speech.audio.SourceLevels;
import org.dengbej.speech.sound.SoundMeasures;
import org.dengbej.testing.SyntheticSpeech;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoundConditionerTest {

    private static final int RATE_HZ = 16_000;
    private static final String TEXT = "silav hevalê min";

    private static ConditionedSound condition(SoundConditioning settings, float... samples) {
        return condition(settings, 0, samples);
    }

    private static ConditionedSound condition(SoundConditioning settings, double minSeconds, float[] samples) {
        double peak = IntStream.range(0, samples.length)
                .mapToDouble(i -> Math.abs(samples[i]))
                .max()
                .orElse(0);
        return new SoundConditioner(settings, minSeconds, RATE_HZ)
                .condition(
                        new DecodedAudio(new Audio(samples, RATE_HZ), new SourceLevels(1, RATE_HZ, peak, 0, 0)), TEXT);
    }

    private static ConditionedSound condition(float... samples) {
        return condition(SoundConditioning.DEFAULT, samples);
    }

    private static float[] plus(float[] samples, double value) {
        float[] sum = new float[samples.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) (samples[i] + value);
        }
        return sum;
    }

    private static float[] times(float[] samples, double factor) {
        float[] product = new float[samples.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = (float) (samples[i] * factor);
        }
        return product;
    }

    private static double peak(Audio audio) {
        double peak = 0;
        for (float sample : audio.samples()) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    private static double mean(Audio audio) {
        double sum = 0;
        for (float sample : audio.samples()) {
            sum += sample;
        }
        return sum / audio.samples().length;
    }

    @ParameterizedTest
    @ValueSource(doubles = {-35, -30, -12, 0, 12})
    void everyLevelIsBroughtToOneLoudness(double gainDb) {
        // Given
        float[] speech = times(SyntheticSpeech.samples(3, RATE_HZ, 1), Math.pow(10, gainDb / 20));

        // When
        Audio conditioned = condition(speech).audio();

        // Then
        assertThat(LoudnessMeter.integratedLufs(conditioned)).isCloseTo(-23, within(0.1));
        assertThat(20 * Math.log10(peak(conditioned))).isLessThan(-0.99);
    }

    @Test
    void theLoudnessIsTheOneAskedFor() {
        SoundConditioning louder = new SoundConditioning(null, null, null, null, -16.0, null);
        assertThat(LoudnessMeter.integratedLufs(condition(louder, SyntheticSpeech.samples(3, RATE_HZ, 1))
                        .audio()))
                .isCloseTo(-16, within(0.1));
    }

    @Test
    void peaksAreLimitedAndTheRestIsAsLoudAsItShouldBe() {
        // Given quiet speech with a click at full scale
        float[] speech = times(SyntheticSpeech.samples(3, RATE_HZ, 1), 0.02);
        speech[20_000] = 1;
        speech[20_001] = -1;

        // When
        Audio conditioned = condition(speech).audio();

        // Then
        assertThat(20 * Math.log10(peak(conditioned))).isLessThan(-0.99);
        assertThat(LoudnessMeter.integratedLufs(conditioned)).isCloseTo(-23, within(0.5));
    }

    @Test
    void silenceIsTrimmedToTheMargin() {
        float[] samples = SyntheticSpeech.between(1.5, 2, RATE_HZ, 1);

        ConditionedSound sound = condition(samples);

        assertThat(sound.audio().seconds()).isCloseTo(2.2, within(0.05));
        assertThat(sound.measures().seconds()).isEqualTo(5);
        assertThat(sound.measures().speechSeconds()).isCloseTo(2, within(0.05));
        assertThat(sound.measures().charactersPerSecond()).isCloseTo(14 / 2.0, within(0.2));
        assertThat(sound.measures().silenceShare()).isCloseTo(0.6, within(0.1));
        // And to another one
        SoundConditioning wide = new SoundConditioning(null, null, 0.4, null, null, null);
        assertThat(condition(wide, samples).audio().seconds()).isCloseTo(2.8, within(0.05));
    }

    @Test
    void aClickInTheSilenceIsNoSpeech() {
        float[] samples = SyntheticSpeech.between(1.5, 2, RATE_HZ, 1);
        for (int i = 0; i < 80; i++) {
            samples[1_000 + i] = i % 2 == 0 ? 0.5f : -0.5f;
        }
        assertThat(condition(samples).audio().seconds()).isCloseTo(2.2, within(0.05));
    }

    @Test
    void aRecordingIsNotTrimmedBelowTheLeastLength() {
        float[] samples = SyntheticSpeech.between(1, 0.4, RATE_HZ, 1);
        assertThat(condition(SoundConditioning.DEFAULT, 1, samples).audio().seconds())
                .isBetween(1.0, 1.02);
        // And where the speech is at one end
        float[] atTheEnd = Arrays.copyOf(samples, (int) (1.4 * RATE_HZ));
        assertThat(condition(SoundConditioning.DEFAULT, 1, atTheEnd).audio().seconds())
                .isBetween(1.0, 1.02);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.3, 0.05, 0.3})
    void dcIsRemovedAndMeasured(double dc) {
        // Given
        float[] speech = SyntheticSpeech.between(0.5, 2, RATE_HZ, 1);

        // When
        ConditionedSound sound = condition(plus(speech, dc));

        // Then it is as if there had been none
        ConditionedSound without = condition(speech);
        assertThat(sound.measures().dcOffset()).isCloseTo(dc, within(0.002));
        assertThat(mean(sound.audio())).isCloseTo(0, within(0.002));
        assertThat(sound.audio().seconds()).isEqualTo(without.audio().seconds());
        assertThat(sound.measures().snrDb()).isCloseTo(without.measures().snrDb(), within(0.1));
        assertThat(sound.measures().loudnessLufs()).isCloseTo(without.measures().loudnessLufs(), within(0.1));
    }

    @Test
    void whatIsConditionedStaysAsItIs() {
        for (int seed = 0; seed < 20; seed++) {
            float[] samples = plus(SyntheticSpeech.between(0.1 * seed, 1 + 0.1 * seed, RATE_HZ, seed), 0.01 * seed);
            short[] once = condition(samples).audio().pcm16();
            short[] twice =
                    condition(Audio.fromPcm16(once, RATE_HZ).samples()).audio().pcm16();
            assertThat(twice).as("seed %d", seed).isEqualTo(once);
        }
    }

    @Test
    void withoutConditioningNothingChanges() {
        float[] samples = plus(SyntheticSpeech.between(1, 2, RATE_HZ, 1), 0.2);
        assertThat(condition(SoundConditioning.NONE, samples).audio().samples()).isEqualTo(samples);
    }

    @Test
    void eachStepCanBeSwitchedOffAlone() {
        float[] samples = plus(SyntheticSpeech.between(1, 2, RATE_HZ, 1), 0.2);
        SoundConditioning keepDc = new SoundConditioning(false, null, null, false, null, null);
        assertThat(mean(condition(keepDc, samples).audio())).isCloseTo(0.2, within(0.01));
        assertThat(condition(keepDc, samples).audio().seconds()).isCloseTo(2.2, within(0.05));
        SoundConditioning keepSilence = new SoundConditioning(null, false, null, null, null, null);
        assertThat(condition(keepSilence, samples).audio().seconds()).isEqualTo(4);
        SoundConditioning keepLevel = new SoundConditioning(null, false, null, false, null, null);
        assertThat(LoudnessMeter.integratedLufs(condition(keepLevel, samples).audio()))
                .isCloseTo(condition(keepLevel, samples).measures().loudnessLufs(), within(0.01));
    }

    @ParameterizedTest
    @ValueSource(doubles = {10, 20, 30, 40, 50})
    void theSignalToNoiseRatioIsThatOfToneBurstsInNoise(double snrDb) {
        // Given bursts of a tone, and white noise throughout
        Random random = new Random(1);
        double amplitude = 0.3;
        double noise = Math.sqrt(amplitude * amplitude / 2 / Math.pow(10, snrDb / 10));
        float[] samples = new float[6 * RATE_HZ];
        for (int i = 0; i < samples.length; i++) {
            double time = (double) i / RATE_HZ;
            double tone = time % 1.0 < 0.6 ? amplitude * Math.sin(2 * Math.PI * 500 * time) : 0;
            samples[i] = (float) (tone + noise * random.nextGaussian());
        }

        // Then
        assertThat(condition(samples).measures().snrDb()).isCloseTo(snrDb, within(snrDb == 10 ? 2.5 : 1.5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1_000, 3_400, 5_500, 7_500})
    void theBandwidthIsThatOfBandLimitedNoise(double limitHz) {
        // Given tones at random phases up to the limit
        Random random = new Random(1);
        float[] samples = new float[2 * RATE_HZ];
        for (double hz = 50; hz <= limitHz; hz += 25) {
            double phase = 2 * Math.PI * random.nextDouble();
            for (int i = 0; i < samples.length; i++) {
                samples[i] += (float) (0.002 * Math.sin(2 * Math.PI * hz * i / RATE_HZ + phase));
            }
        }

        // Then to the resolution of its windows, 31 Hz, and their width
        assertThat(condition(samples).measures().bandwidthHz()).isCloseTo(limitHz, within(190.0));
    }

    @Test
    void silenceHasFiniteMeasuresAndStaysSilence() {
        ConditionedSound sound = condition(new float[2 * RATE_HZ]);
        assertThat(sound.measures().loudnessLufs()).isEqualTo(SoundMeasures.MIN_LEVEL_DB);
        assertThat(sound.measures().peakDbfs()).isEqualTo(SoundMeasures.MIN_LEVEL_DB);
        assertThat(sound.measures().snrDb()).isEqualTo(SoundMeasures.MIN_LEVEL_DB);
        assertThat(sound.measures().speechSeconds()).isZero();
        assertThat(sound.measures().silenceShare()).isEqualTo(1);
        assertThat(sound.measures().bandwidthHz()).isZero();
        assertThat(sound.measures().charactersPerSecond()).isNaN();
        assertThat(sound.audio().samples()).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 159, 160, 161, 1_600, 6_399, 6_400})
    void shortSoundsAreConditionedToo(int count) {
        float[] samples = Arrays.copyOf(SyntheticSpeech.samples(1, RATE_HZ, 1), count);
        ConditionedSound sound = condition(samples);
        assertThat(sound.audio().samples()).hasSizeBetween(1, count);
        assertThat(peak(sound.audio())).isLessThan(1);
    }
}
