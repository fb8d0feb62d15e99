package org.dengbej.local.command;

import org.dengbej.events.InvalidEventException;
import org.dengbej.events.SoundConditioning;
import org.dengbej.events.SoundFilters;
import org.dengbej.local.CommandException;
import picocli.CommandLine.Option;

/** The options that say how recordings are conditioned, and which are rejected for their sound. */
final class SoundMixin {

    private static final String NUMBER = "N|off";

    @Option(
            names = "--no_conditioning",
            description = "Leave recordings as they are: their level, their silence and their DC offset")
    boolean noConditioning;

    @Option(
            names = "--loudness",
            paramLabel = NUMBER,
            converter = Threshold.Converter.class,
            description = "LUFS (ITU-R BS.1770) to which each recording is brought. Default: -23")
    Threshold loudness;

    @Option(names = "--max_peak", paramLabel = "N", description = "dBFS above which peaks are limited. Default: -1")
    Double maxPeak;

    @Option(
            names = "--trim_margin",
            paramLabel = NUMBER,
            converter = Threshold.Converter.class,
            description = "Seconds of leading and trailing silence that stay. Default: 0.1")
    Threshold trimMargin;

    @Option(names = "--keep_dc", description = "Keep the DC offset")
    boolean keepDc;

    @Option(
            names = "--min_loudness",
            paramLabel = NUMBER,
            converter = Threshold.Converter.class,
            description = "LUFS under which a recording is silent. Default: -70")
    Threshold minLoudness;

    @Option(
            names = "--max_cancellation",
            paramLabel = NUMBER,
            converter = Threshold.Converter.class,
            description = "Decibels that the mix of the channels may lose. Default: 12")
    Threshold maxCancellation;

    @Option(
            names = "--max_clipped",
            paramLabel = NUMBER,
            converter = Threshold.Converter.class,
            description = "Share of clipped samples, from 0 to 1. Default: 0.01")
    Threshold maxClipped;

    @Option(names = "--min_speaking_rate", paramLabel = "N", description = "Characters a second. Default: 1")
    Double minSpeakingRate;

    @Option(names = "--max_speaking_rate", paramLabel = "N", description = "Characters a second. Default: 30")
    Double maxSpeakingRate;

    @Option(
            names = "--max_speaking_rate_score",
            paramLabel = NUMBER,
            converter = Threshold.Converter.class,
            description =
                    "Modified z-score of the speaking rate in its set; off keeps every speaking rate. Default: 3.5")
    Threshold maxSpeakingRateScore;

    @Option(
            names = "--min_snr",
            paramLabel = NUMBER,
            converter = Threshold.Converter.class,
            description = "Signal-to-noise ratio in decibels. Default: off")
    Threshold minSnr;

    @Option(
            names = "--min_bandwidth",
            paramLabel = NUMBER,
            converter = Threshold.Converter.class,
            description = "Hertz; a telephone has 3400. Default: off")
    Threshold minBandwidth;

    /**
     * The conditioning of the sound.
     *
     * @throws CommandException when a number is out of its range
     */
    SoundConditioning conditioning() {
        return checked(() -> noConditioning
                ? SoundConditioning.NONE
                : new SoundConditioning(
                        !keepDc,
                        Threshold.isOn(trimMargin),
                        Threshold.valueOf(trimMargin),
                        Threshold.isOn(loudness),
                        Threshold.valueOf(loudness),
                        maxPeak));
    }

    /**
     * The filters that look at the sound.
     *
     * @throws CommandException when a number is out of its range
     */
    SoundFilters filters() {
        return checked(() -> new SoundFilters(
                Threshold.isOn(minLoudness),
                Threshold.valueOf(minLoudness),
                Threshold.isOn(maxCancellation),
                Threshold.valueOf(maxCancellation),
                Threshold.isOn(maxClipped),
                Threshold.valueOf(maxClipped),
                Threshold.isOn(maxSpeakingRateScore),
                minSpeakingRate,
                maxSpeakingRate,
                Threshold.valueOf(maxSpeakingRateScore),
                Threshold.isOn(minSnr),
                Threshold.valueOf(minSnr),
                Threshold.isOn(minBandwidth),
                Threshold.valueOf(minBandwidth)));
    }

    private interface Settings<T> {
        T make();
    }

    private static <T> T checked(Settings<T> settings) {
        try {
            return settings.make();
        } catch (InvalidEventException e) {
            throw new CommandException(e.getMessage());
        }
    }
}
