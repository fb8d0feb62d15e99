package org.dengbej.prep.sound;

import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.sound.SoundMeasures;

/**
 * A recording's sound, ready to be learned from.
 *
 * @param audio    conditioned
 * @param measures of the sound as it came
 */
public record ConditionedSound(Audio audio, SoundMeasures measures) {}
