package org.dengbej.evaluation;

import org.dengbej.evaluation.pitch.F0Track;
import org.dengbej.evaluation.pitch.Pyin;
import org.dengbej.speech.audio.Audio;

/**
 * A sound with what is measured on it.
 *
 * @param audio  what is heard
 * @param logMel its spectrogram, natural logarithms, [mels][frames]
 * @param f0     its pitch, of the same frames
 */
public record Sound(Audio audio, float[][] logMel, F0Track f0) {

    /**
     * Measures a sound.
     *
     * @throws IllegalStateException when a sample is not finite
     */
    public static Sound of(Audio audio, MelFrames melFrames) {
        float[][] logMel = melFrames.of(audio);
        if (!MelCepstralDistortion.finite(logMel)) {
            throw new IllegalStateException("expected a sound of finite samples, found others");
        }
        return new Sound(audio, logMel, Pyin.track(audio, melFrames.hopSamples(), logMel[0].length));
    }
}
