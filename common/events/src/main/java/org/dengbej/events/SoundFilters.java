package org.dengbej.events;

/**
 * The filters of preparation that look at the sound. An absent field has its default.
 *
 * @param rejectSilent               whether recordings without speech are rejected: quieter than {@code minLoudnessLufs}, or without 30 ms
 *                                   on end that stand out of their noise; true
 * @param minLoudnessLufs            integrated loudness, at least; -70, the absolute gate of ITU-R BS.1770
 * @param rejectCancelledOut         whether recordings whose channels cancel are rejected; true
 * @param maxCancellationDb          sum of the channels' powers over the power of their sum, in dB, at most; 12
 * @param rejectClipped              whether clipped recordings are rejected; true
 * @param maxClippedShare            share of clipped samples, at most; 0.01
 * @param rejectSpeakingRateOutliers whether recordings whose text is too long or too short for their sound are rejected; true
 * @param minCharactersPerSecond     speaking rate, at least; 1
 * @param maxCharactersPerSecond     speaking rate, at most; 30
 * @param maxSpeakingRateScore       modified z-score of the speaking rate among the recordings of the set, at most; 3.5
 * @param rejectNoisy                whether noisy recordings are rejected; false
 * @param minSnrDb                   signal-to-noise ratio, at least; 15
 * @param rejectNarrowBand           whether recordings of a narrow band are rejected, as a telephone's; false
 * @param minBandwidthHz             bandwidth, at least; 5000
 */
public record SoundFilters(
        Boolean rejectSilent,
        Double minLoudnessLufs,
        Boolean rejectCancelledOut,
        Double maxCancellationDb,
        Boolean rejectClipped,
        Double maxClippedShare,
        Boolean rejectSpeakingRateOutliers,
        Double minCharactersPerSecond,
        Double maxCharactersPerSecond,
        Double maxSpeakingRateScore,
        Boolean rejectNoisy,
        Double minSnrDb,
        Boolean rejectNarrowBand,
        Double minBandwidthHz) {

    public static final SoundFilters DEFAULT = new SoundFilters(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    /** Rejects no recording for its sound. */
    public static final SoundFilters NONE = new SoundFilters(
            false, null, false, null, false, null, false, null, null, null, false, null, false, null);

    public SoundFilters {
        rejectSilent = rejectSilent == null || rejectSilent;
        minLoudnessLufs = minLoudnessLufs == null ? -70.0 : minLoudnessLufs;
        rejectCancelledOut = rejectCancelledOut == null || rejectCancelledOut;
        maxCancellationDb = maxCancellationDb == null ? 12.0 : maxCancellationDb;
        rejectClipped = rejectClipped == null || rejectClipped;
        maxClippedShare = maxClippedShare == null ? 0.01 : maxClippedShare;
        rejectSpeakingRateOutliers = rejectSpeakingRateOutliers == null || rejectSpeakingRateOutliers;
        minCharactersPerSecond = minCharactersPerSecond == null ? 1.0 : minCharactersPerSecond;
        maxCharactersPerSecond = maxCharactersPerSecond == null ? 30.0 : maxCharactersPerSecond;
        maxSpeakingRateScore = maxSpeakingRateScore == null ? 3.5 : maxSpeakingRateScore;
        rejectNoisy = rejectNoisy != null && rejectNoisy;
        minSnrDb = minSnrDb == null ? 15.0 : minSnrDb;
        rejectNarrowBand = rejectNarrowBand != null && rejectNarrowBand;
        minBandwidthHz = minBandwidthHz == null ? 5000.0 : minBandwidthHz;
        Require.between("SoundFilters", "minLoudnessLufs", minLoudnessLufs, -70, 0);
        Require.between("SoundFilters", "maxCancellationDb", maxCancellationDb, 0, 100);
        Require.between("SoundFilters", "maxClippedShare", maxClippedShare, 0, 1);
        Require.atLeast("SoundFilters", "minCharactersPerSecond", minCharactersPerSecond, 0);
        Require.between("SoundFilters", "maxCharactersPerSecond", maxCharactersPerSecond, minCharactersPerSecond, 1000);
        Require.moreThan("SoundFilters", "maxSpeakingRateScore", maxSpeakingRateScore, 0);
        Require.between("SoundFilters", "minSnrDb", minSnrDb, -100, 100);
        Require.between("SoundFilters", "minBandwidthHz", minBandwidthHz, 0, 96_000);
    }
}
