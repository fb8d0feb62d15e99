package org.dengbej.prep.source;

import java.io.IOException;
import java.util.stream.IntStream;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.WavFile;

/** A sound as an array of samples: floats in [-1, 1], or whole numbers of 16 or 32 bits. */
final class SampleArray {

    /** Samples beyond this are no floats in [-1, 1] that were clipped, but whole numbers. */
    private static final float MAX_FLOAT_SAMPLE = 8;

    private static final float SCALE_16_BITS = 1 << 15;
    private static final float SCALE_32_BITS = 1L << 31;

    private SampleArray() {}

    /** The WAV file of an array of numbers, of which a missing one is silence. */
    static byte[] toWav(Object[] values, int rateHz) throws IOException {
        if (values.length == 0 || rateHz < 1) {
            throw new IOException(
                    "expected samples and their rate, found %d at %d Hz".formatted(values.length, rateHz));
        }
        float[] samples = new float[values.length];
        IntStream.range(0, values.length)
                .forEach(i -> samples[i] = values[i] == null ? 0 : ((Number) values[i]).floatValue());
        scale(samples);
        return WavFile.encode(new Audio(samples, rateHz));
    }

    /** To [-1, 1]. */
    private static void scale(float[] samples) {
        float peak = 0;
        for (float sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        if (peak > MAX_FLOAT_SAMPLE) {
            float fullScale = peak <= SCALE_16_BITS ? SCALE_16_BITS : SCALE_32_BITS;
            for (int i = 0; i < samples.length; i++) {
                samples[i] /= fullScale;
            }
        }
    }
}
