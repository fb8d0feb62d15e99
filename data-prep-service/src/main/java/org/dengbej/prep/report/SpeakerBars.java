package org.dengbej.prep.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dengbej.events.SpeakerSummary;
import org.dengbej.prep.speaker.SpeakerChoice;
import org.dengbej.prep.speaker.SpeakerTotals;

/**
 * The bars of a chart of speakers.
 *
 * @param count of the speakers
 * @param rows  of those with most good speech
 */
record SpeakerBars(int count, List<BarChart.Row> rows) {

    private static final int MAX_SPEAKERS = 30;

    static SpeakerBars of(SpeakerTotals speakers, SpeakerChoice choice) {
        List<SpeakerTotals.Total> most = speakers.mostFirst();
        return new SpeakerBars(
                most.size(),
                most.stream()
                        .limit(MAX_SPEAKERS)
                        .map(total -> new BarChart.Row(
                                total.speaker(),
                                total.seconds(),
                                "%s, %d of %d clips"
                                        .formatted(time(total.seconds()), total.clips(), total.recordings()),
                                choice.reject(total.speaker()).isEmpty()))
                        .toList());
    }

    /** Of speakers of whom only those with good speech are known. */
    static SpeakerBars of(SpeakerSummary speakers) {
        return new SpeakerBars(
                speakers.count(),
                speakers.most().stream()
                        .map(speaker -> new BarChart.Row(
                                speaker.speaker(),
                                speaker.hours() * 3600,
                                "%s, %d clips".formatted(time(speaker.hours() * 3600), speaker.clips()),
                                speaker.kept()))
                        .toList());
    }

    /** Empty where the source names no speaker. */
    Optional<BarChart> chart() {
        String note = rows.size() == count ? "" : "The first %d of %d speakers".formatted(rows.size(), count);
        return rows.isEmpty() ? Optional.empty() : Optional.of(BarChart.ofRows("Good speech by speaker", note, rows));
    }

    private static String time(double seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%.1f min", seconds / 60)
                : String.format(Locale.ROOT, "%.2f h", seconds / 3600);
    }
}
