package org.dengbej.speech.sound;

/**
 * Measures of a recording's sound as it came, before it is conditioned. Levels are in decibels relative to full scale (a square wave of
 * amplitude 1 has 0 dBFS) and never below {@link #MIN_LEVEL_DB}, so that every number is finite.
 *
 * @param seconds             length as recorded
 * @param speechSeconds       from the first to the last activity; 0 where there is none
 * @param channels            of the file
 * @param cancellationDb      power of the channels, in the mean, over the power of their mix; 0 for one channel, 3 for independent
 *                            channels, without bound for channels in antiphase
 * @param snrDb               signal-to-noise ratio: mean power of the active frames less the noise's, over the noise's, which is the mean
 *                            power of the quietest 100 ms (minimum statistics)
 * @param clippedShare        share of the file's samples, from 0 to 1, that stand at full scale or on the flat top of a clipped wave
 * @param silenceShare        share of the frames of 10 ms, from 0 to 1, that are not active
 * @param bandwidthHz         highest frequency at which the long-term average spectrum is within 60 dB of its maximum
 * @param loudnessLufs        integrated loudness by ITU-R BS.1770-4; of less than 400 ms the unweighted level
 * @param peakDbfs            largest sample of the file
 * @param dcOffset            mean of the samples
 * @param charactersPerSecond speaking rate: letters and digits of the spoken text over {@code speechSeconds}; NaN where that is 0
 */
public record SoundMeasures(
        double seconds,
        double speechSeconds,
        int channels,
        double cancellationDb,
        double snrDb,
        double clippedShare,
        double silenceShare,
        double bandwidthHz,
        double loudnessLufs,
        double peakDbfs,
        double dcOffset,
        double charactersPerSecond) {

    /** The level of digital silence; below what 24 bits resolve. */
    public static final double MIN_LEVEL_DB = -150;
}
