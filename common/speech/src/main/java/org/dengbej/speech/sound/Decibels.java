package org.dengbej.speech.sound;

/** Levels in decibels, never below {@link SoundMeasures#MIN_LEVEL_DB}. */
public final class Decibels {

    private Decibels() {}

    public static double ofPower(double ratio) {
        return Math.max(SoundMeasures.MIN_LEVEL_DB, 10 * Math.log10(ratio));
    }

    public static double ofAmplitude(double ratio) {
        return Math.max(SoundMeasures.MIN_LEVEL_DB, 20 * Math.log10(ratio));
    }

    public static double amplitude(double decibels) {
        return Math.pow(10, decibels / 20);
    }
}
