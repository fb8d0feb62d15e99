package org.dengbej.speech.audio;

/**
 * Levels of a file's own samples, before its channels are mixed and its rate is changed: a mix hides channels that cancel, and a
 * resampled wave has no flat tops any more.
 *
 * @param channels       of the file; of several parts with different ones the most
 * @param sampleRateHz   of the file; of several parts with different ones that of the first
 * @param peak           largest amplitude of any channel; more than 1 where a decoder overshoots
 * @param clippedShare   share of samples, from 0 to 1, at full scale or on the flat top of a clipped wave
 * @param cancellationDb sum of the channels' powers over the power of their sum, in dB, DC left out: 0 for one channel and for
 *                       independent ones, -3 for two that are equal, without bound, here {@value #MAX_CANCELLATION_DB}, in antiphase
 */
public record SourceLevels(int channels, int sampleRateHz, double peak, double clippedShare, double cancellationDb) {

    public static final double MAX_CANCELLATION_DB = 100;
}
