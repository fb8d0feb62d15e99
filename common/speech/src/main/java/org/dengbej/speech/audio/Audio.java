package org.dengbej.speech.audio;

/**
 * One channel of sound.
 *
 * @param samples      in [-1, 1]
 * @param sampleRateHz samples a second
 */
public record Audio(float[] samples, int sampleRateHz) {

    private static final float FULL_SCALE = 32768;

    public Audio {
        if (sampleRateHz < 1) {
            throw new IllegalArgumentException("a sample rate is at least 1 Hz, found " + sampleRateHz);
        }
    }

    public static Audio fromPcm16(short[] pcm, int sampleRateHz) {
        float[] samples = new float[pcm.length];
        for (int i = 0; i < pcm.length; i++) {
            samples[i] = pcm[i] / FULL_SCALE;
        }
        return new Audio(samples, sampleRateHz);
    }

    /** Rounded to 16 bits; what is out of range is clipped. */
    public short[] pcm16() {
        short[] pcm = new short[samples.length];
        for (int i = 0; i < pcm.length; i++) {
            float scaled = samples[i] * FULL_SCALE;
            int rounded = (int) (scaled + Math.copySign(0.5f, scaled));
            pcm[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, rounded));
        }
        return pcm;
    }

    public double seconds() {
        return (double) samples.length / sampleRateHz;
    }
}
