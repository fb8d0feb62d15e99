package org.dengbej.speech.sound;

/** Speaking rate: letters and digits of a text over the time in which they are spoken. */
final class SpeakingRate {

    private SpeakingRate() {}

    /** Characters a second; NaN where there is no speech. */
    static double charactersPerSecond(String text, double speechSeconds) {
        return speechSeconds > 0
                ? text.codePoints().filter(Character::isLetterOrDigit).count() / speechSeconds
                : Double.NaN;
    }
}
