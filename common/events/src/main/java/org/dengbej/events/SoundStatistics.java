package org.dengbej.events;

/**
 * Statistics of the sound of the utterances that are kept, as it came, before conditioning.
 *
 * @param snrDb               signal-to-noise ratio
 * @param loudnessLufs        integrated loudness by ITU-R BS.1770-4
 * @param peakDbfs            largest sample
 * @param clippedShare        share of samples that are clipped, from 0 to 1
 * @param silenceShare        share of the sound without speech, from 0 to 1
 * @param bandwidthHz         highest frequency within 60 dB of the spectrum's maximum
 * @param charactersPerSecond speaking rate; absent where no recording has speech
 */
public record SoundStatistics(
        Distribution snrDb,
        Distribution loudnessLufs,
        Distribution peakDbfs,
        Distribution clippedShare,
        Distribution silenceShare,
        Distribution bandwidthHz,
        Distribution charactersPerSecond) {

    public SoundStatistics {
        Require.present("SoundStatistics", "snrDb", snrDb);
        Require.present("SoundStatistics", "loudnessLufs", loudnessLufs);
        Require.present("SoundStatistics", "peakDbfs", peakDbfs);
        Require.present("SoundStatistics", "clippedShare", clippedShare);
        Require.present("SoundStatistics", "silenceShare", silenceShare);
        Require.present("SoundStatistics", "bandwidthHz", bandwidthHz);
    }
}
