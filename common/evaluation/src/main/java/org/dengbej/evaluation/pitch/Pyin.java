package org.dengbej.evaluation.pitch;

import java.util.ArrayList;
import java.util.List;
import org.dengbej.speech.audio.Audio;

/**
 * F0 estimation by pYIN, from {@value #MIN_HZ} to {@value #MAX_HZ} Hz: Mauch and Dixon 2014 (pYIN: a fundamental frequency estimator
 * using probabilistic threshold distributions, IEEE ICASSP, 659-663). The same sound has the same track, on any machine.
 *
 * <p>The window is two periods of the lowest pitch and a little, so that a buzz at 62.5 Hz, one pulse a frame of a voice's decoder, is
 * found as such. A pitch below the lowest is taken for twice or thrice itself where that is in range.
 */
public final class Pyin {

    public static final double MIN_HZ = 50;
    public static final double MAX_HZ = 500;

    /** Of the frame, in seconds: 1024 samples at 16 kHz. */
    private static final double FRAME_SECONDS = 0.064;

    private Pyin() {}

    /**
     * The track of a sound.
     *
     * @param hopSamples from one frame to the next; frame i is about sample i hop + hop / 2, as those of a spectrogram that VITS learns from
     * @param frames     how many; beyond the sound's end there is silence
     */
    public static F0Track track(Audio audio, int hopSamples, int frames) {
        int rate = audio.sampleRateHz();
        int minLag = (int) Math.floor(rate / MAX_HZ);
        int maxLag = (int) Math.ceil(rate / MIN_HZ) + 1;
        if (minLag < 2) {
            throw new IllegalArgumentException(
                    "expected a sound of at least %d Hz to find pitches of %s Hz in, found %d Hz"
                            .formatted((int) (2 * MAX_HZ), MAX_HZ, rate));
        }
        YinDifference difference = new YinDifference(maxLag, (int) Math.round(rate * FRAME_SECONDS) - maxLag);
        List<List<PitchCandidates.Candidate>> candidates = new ArrayList<>();
        for (int frame = 0; frame < frames; frame++) {
            double[] differences = difference.at(audio.samples(), frame * hopSamples + hopSamples / 2);
            candidates.add(PitchCandidates.of(differences, minLag, rate));
        }
        return new F0Track(new PitchPath(MIN_HZ, MAX_HZ, (double) hopSamples / rate).through(candidates));
    }
}
