package org.dengbej.events;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dengbej.events.Distribution.Weighted;

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

    /**
     * Statistics of several parts of a data set, see {@link Distribution#pooled}.
     *
     * @param parts with their clips
     * @return null where no part has statistics
     */
    public static SoundStatistics pooled(Map<SoundStatistics, Integer> parts) {
        return parts.isEmpty()
                ? null
                : new SoundStatistics(
                        pooled(parts, SoundStatistics::snrDb),
                        pooled(parts, SoundStatistics::loudnessLufs),
                        pooled(parts, SoundStatistics::peakDbfs),
                        pooled(parts, SoundStatistics::clippedShare),
                        pooled(parts, SoundStatistics::silenceShare),
                        pooled(parts, SoundStatistics::bandwidthHz),
                        pooled(parts, SoundStatistics::charactersPerSecond));
    }

    private static Distribution pooled(
            Map<SoundStatistics, Integer> parts, Function<SoundStatistics, Distribution> measure) {
        List<Weighted> samples = parts.entrySet().stream()
                .filter(part -> measure.apply(part.getKey()) != null)
                .map(part -> new Weighted(measure.apply(part.getKey()), part.getValue()))
                .toList();
        return samples.isEmpty() ? null : Distribution.pooled(samples);
    }
}
