package org.dengbej.evaluation;

import org.dengbej.evaluation.pitch.F0Track;
import org.dengbej.speech.audio.Audio;

/**
 * A sound with what is measured on it.
 *
 * @param audio  what is heard
 * @param logMel its spectrogram, natural logarithms, [mels][frames]
 * @param f0     its pitch, of the same frames
 */
public record Sound(Audio audio, float[][] logMel, F0Track f0) {}
