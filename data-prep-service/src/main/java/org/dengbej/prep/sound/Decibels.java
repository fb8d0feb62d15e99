package org.dengbej.prep.sound;

/** Levels in decibels, never below {@link SoundMeasures#MIN_LEVEL_DB}. */
final class Decibels {

    private Decibels() {}

    static double ofPower(double ratio) {
        return Math.max(SoundMeasures.MIN_LEVEL_DB, 10 * Math.log10(ratio));
    }

    static double ofAmplitude(double ratio) {
        return Math.max(SoundMeasures.MIN_LEVEL_DB, 20 * Math.log10(ratio));
    }

    static double amplitude(double decibels) {
        return Math.pow(10, decibels / 20);
    }
}
