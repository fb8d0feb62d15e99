package org.dengbej.speech.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceLevelsTest {

    private static final int RATE_HZ = 44_100;
    private static final DecodeLimits LIMITS = new DecodeLimits(10_000_000, 20);

    private static short[] noise(long seed, double amplitude) {
        Random random = new Random(seed);
        short[] pcm = new short[2 * RATE_HZ];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (32767 * amplitude * (2 * random.nextDouble() - 1));
        }
        return pcm;
    }

    private static short[] times(short[] pcm, double factor, int plus) {
        short[] product = new short[pcm.length];
        for (int i = 0; i < pcm.length; i++) {
            product[i] = (short) Math.max(-32768, Math.min(32767, Math.round(factor * pcm[i]) + plus));
        }
        return product;
    }

    private static SourceLevels levels(byte[] file) throws UnreadableAudioException {
        return AudioDecoder.decodeWithLevels(file, 16_000, LIMITS).source();
    }

    private static SourceLevels levels(short[] left, short[] right) throws UnreadableAudioException {
        return levels(StereoWav.of(left, right, RATE_HZ));
    }

    @Test
    void channelsInAntiphaseCancel() throws UnreadableAudioException {
        short[] left = noise(1, 0.5);
        assertThat(levels(left, times(left, -1, 0)).cancellationDb()).isEqualTo(SourceLevels.MAX_CANCELLATION_DB);
        // And with a little difference, or a DC offset of each
        assertThat(levels(left, times(left, -0.9, 0)).cancellationDb()).isCloseTo(22.6, within(0.1));
        assertThat(levels(times(left, 1, 3_000), times(left, -1, 6_000)).cancellationDb())
                .isGreaterThan(60);
    }

    @Test
    void otherChannelsDoNot() throws UnreadableAudioException {
        short[] left = noise(1, 0.5);
        assertThat(levels(left, left).cancellationDb()).isCloseTo(-3.01, within(0.01));
        assertThat(levels(left, noise(2, 0.5)).cancellationDb()).isCloseTo(0, within(0.1));
        assertThat(levels(left, new short[left.length]).cancellationDb()).isCloseTo(0, within(0.01));
        assertThat(levels(new short[left.length], new short[left.length]).cancellationDb())
                .isZero();
        assertThat(levels(WavFile.encode(Audio.fromPcm16(left, RATE_HZ))).cancellationDb())
                .isZero();
    }

    /** A sine driven so far beyond full scale is clipped for 1 - 2 asin(1 / drive) / pi of its time. */
    @ParameterizedTest
    @CsvSource({"1.5, 1", "1.5, 0.5", "4, 1", "4, 0.3"})
    void theClippedShareIsThatOfAnOverdrivenSineEvenWhenItIsAttenuatedAfterwards(double drive, double attenuation)
            throws UnreadableAudioException {
        float[] samples = new float[2 * RATE_HZ];
        for (int i = 0; i < samples.length; i++) {
            double value = drive * Math.sin(2 * Math.PI * 100 * i / RATE_HZ);
            samples[i] = (float) (attenuation * Math.max(-1, Math.min(1, value)));
        }
        double expected = 1 - 2 * Math.asin(1 / drive) / Math.PI;
        assertThat(levels(WavFile.encode(new Audio(samples, RATE_HZ))).clippedShare())
                .isCloseTo(expected, within(0.02));
    }

    @Test
    void whatIsNotOverdrivenIsNotClipped() throws UnreadableAudioException {
        assertThat(levels(WavFile.encode(Audio.fromPcm16(noise(1, 0.9), RATE_HZ))).clippedShare())
                .isZero();
        assertThat(levels(WavFile.encode(new Audio(new float[RATE_HZ], RATE_HZ))).clippedShare())
                .isZero();
    }

    @Test
    void thePeakIsThatOfTheLoudestChannel() throws UnreadableAudioException {
        SourceLevels levels = levels(noise(1, 0.25), noise(2, 0.75));
        assertThat(levels.peak()).isCloseTo(0.75, within(0.001));
        assertThat(levels.channels()).isEqualTo(2);
        assertThat(levels.sampleRateHz()).isEqualTo(RATE_HZ);
    }
}
