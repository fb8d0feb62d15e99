package org.dengbej.prep.filter;

import java.util.Locale;
import java.util.Optional;
import org.dengbej.events.Filters;
import org.dengbej.events.SoundFilters;
import org.dengbej.speech.sound.SoundMeasures;

/** A filter of recordings that decides by the measures of their sound, each recording for itself. */
final class SoundFilter {

    /** A reason to reject a recording, and what was found. */
    record Finding(RejectionReason reason, String detail) {}

    private final double minSeconds;
    private final SoundFilters filters;

    SoundFilter(Filters filters) {
        this.minSeconds = filters.minSeconds();
        this.filters = filters.sound();
    }

    /** The first reason to reject a recording; empty where there is none. */
    Optional<Finding> find(SoundMeasures sound) {
        if (sound.seconds() < minSeconds) {
            return found(RejectionReason.TOO_SHORT, "%.2f s of %.2f s", sound.seconds(), minSeconds);
        }
        if (filters.rejectCancelledOut() && sound.cancellationDb() > filters.maxCancellationDb()) {
            return found(
                    RejectionReason.CANCELLED_OUT,
                    "the mix of its %d channels is %.0f dB below them, at most %.0f dB; keep one channel",
                    sound.channels(),
                    sound.cancellationDb(),
                    filters.maxCancellationDb());
        }
        if (filters.rejectSilent() && sound.loudnessLufs() <= filters.minLoudnessLufs()) {
            return found(
                    RejectionReason.SILENT,
                    "%.0f LUFS, expected more than %.0f LUFS",
                    sound.loudnessLufs(),
                    filters.minLoudnessLufs());
        }
        if (filters.rejectSilent() && sound.speechSeconds() == 0) {
            return found(RejectionReason.SILENT, "no sound of 30 ms on end stands out");
        }
        if (filters.rejectClipped() && sound.clippedShare() > filters.maxClippedShare()) {
            return found(
                    RejectionReason.CLIPPED,
                    "%.1f %% of its samples are clipped, at most %.1f %%",
                    100 * sound.clippedShare(),
                    100 * filters.maxClippedShare());
        }
        if (filters.rejectNoisy() && sound.snrDb() < filters.minSnrDb()) {
            return found(RejectionReason.NOISY, "SNR %.1f dB, at least %.1f dB", sound.snrDb(), filters.minSnrDb());
        }
        if (filters.rejectNarrowBand() && sound.bandwidthHz() < filters.minBandwidthHz()) {
            return found(
                    RejectionReason.NARROW_BAND,
                    "bandwidth %.0f Hz, at least %.0f Hz",
                    sound.bandwidthHz(),
                    filters.minBandwidthHz());
        }
        return speakingRate(sound.charactersPerSecond());
    }

    private Optional<Finding> speakingRate(double rate) {
        boolean bounded = !(rate < filters.minCharactersPerSecond()) && !(rate > filters.maxCharactersPerSecond());
        return bounded || !filters.rejectSpeakingRateOutliers()
                ? Optional.empty()
                : found(
                        RejectionReason.SPEAKING_RATE_OUTLIER,
                        "%.1f characters a second, from %.1f to %.1f; does the text belong to the sound?",
                        rate,
                        filters.minCharactersPerSecond(),
                        filters.maxCharactersPerSecond());
    }

    private static Optional<Finding> found(RejectionReason reason, String detail, Object... found) {
        return Optional.of(new Finding(reason, String.format(Locale.ROOT, detail, found)));
    }
}
