package org.dengbej.speech.sound;

import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.DecodedAudio;

/**
 * A recording without DC, and where in it is speech: what its measures are taken from.
 *
 * @param decoded  the recording as it came
 * @param dcOffset mean of its samples
 * @param audio    the recording less its offset, where that is more than -54 dBFS
 * @param activity of the voice
 */
public record CentredSound(DecodedAudio decoded, double dcOffset, Audio audio, SpeechActivity activity) {

    /** -54 dBFS. The mean of speech alone is as far from 0, as its waves are higher on one side. */
    private static final double MIN_DC = 0.002;

    public static CentredSound of(DecodedAudio decoded) {
        Audio raw = decoded.audio();
        double mean = mean(raw.samples());
        Audio centred = isDc(mean) ? new Audio(minus(raw.samples(), mean), raw.sampleRateHz()) : raw;
        return new CentredSound(decoded, mean, centred, SpeechActivity.of(centred));
    }

    private static boolean isDc(double mean) {
        return !(Math.abs(mean) < MIN_DC);
    }

    /** True where there was an offset to be removed. */
    public boolean hadDc() {
        return isDc(dcOffset);
    }

    /** The time from the first to the last activity; 0 where there is none. */
    public double speechSeconds() {
        return (double) activity.samples() / audio.sampleRateHz();
    }

    /** The rate at which a text is spoken in it; NaN where there is no speech. */
    public double charactersPerSecond(String text) {
        return SpeakingRate.charactersPerSecond(text, speechSeconds());
    }

    /**
     * The measures of the recording.
     *
     * @param text         what is spoken in it
     * @param loudnessLufs of the part that is kept
     */
    public SoundMeasures measures(String text, double loudnessLufs, Bandwidth bandwidth) {
        return new SoundMeasures(
                audio.seconds(),
                speechSeconds(),
                decoded.source().channels(),
                decoded.source().cancellationDb(),
                activity.snrDb(),
                decoded.source().clippedShare(),
                activity.silenceShare(),
                bandwidth.hz(audio),
                Math.max(SoundMeasures.MIN_LEVEL_DB, loudnessLufs),
                Decibels.ofAmplitude(decoded.source().peak()),
                dcOffset,
                charactersPerSecond(text));
    }

    private static double mean(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += sample;
        }
        return samples.length == 0 ? 0 : sum / samples.length;
    }

    private static float[] minus(float[] samples, double dc) {
        float[] centred = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            centred[i] = (float) (samples[i] - dc);
        }
        return centred;
    }
}
