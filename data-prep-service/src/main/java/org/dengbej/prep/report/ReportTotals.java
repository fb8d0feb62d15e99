package org.dengbej.prep.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.dengbej.prep.source.Recording;

/** The totals of a report: of a whole data set, of a shard, or merged from those of all shards. Their memory is bounded. */
final class ReportTotals {

    /** Digital silence, far below all others, would leave them no room in a picture. */
    private static final double MIN_LOUDNESS_LUFS = -70;

    private static final double MIN_SNR_DB = -20;

    private final Map<String, ReasonSummary> reasons = new LinkedHashMap<>();
    private final Histogram seconds = new Histogram(0.25);
    private final Histogram loudness = new Histogram(1);
    private final Histogram snr = new Histogram(1);
    private final Histogram rate = new Histogram(0.5);
    private final CharacterCounts characters = new CharacterCounts();

    void kept(Recording recording, ClipMeasures measures, Map<String, Integer> dropped) {
        characters.add(recording.text(), dropped);
        measured(measures, true);
    }

    /** {@code sound}: asked for only where it is an example. */
    void rejected(
            Recording recording,
            String reason,
            String detail,
            ClipMeasures measures,
            Map<String, Integer> dropped,
            Supplier<Optional<String>> sound) {
        if (recording.text() != null) {
            characters.add(recording.text(), dropped);
        }
        measured(measures, false);
        ReasonSummary before = reasons.get(reason);
        boolean example = before == null || before.examples().size() < ReasonSummary.MAX_EXAMPLES;
        add(new ReasonSummary(
                reason, 1, example ? List.of(RejectionExample.of(recording, detail, sound.get())) : List.of()));
    }

    private void add(ReasonSummary reason) {
        reasons.merge(reason.name(), reason, ReasonSummary::plus);
    }

    private void measured(ClipMeasures measures, boolean kept) {
        measures.seconds().ifPresent(value -> seconds.add(value, kept));
        measures.loudnessLufs().ifPresent(value -> loudness.add(Math.max(value, MIN_LOUDNESS_LUFS), kept));
        measures.snrDb().ifPresent(value -> snr.add(Math.max(value, MIN_SNR_DB), kept));
        measures.charactersPerSecond().ifPresent(value -> rate.add(value, kept));
    }

    /** Adds the totals of the next shard. */
    void add(ReportPart part) {
        part.reasons().forEach(this::add);
        seconds.add(part.seconds());
        loudness.add(part.loudness());
        snr.add(part.snr());
        rate.add(part.rate());
        characters.add(part.characters());
    }

    /** As the part of a report. */
    ReportPart part() {
        return new ReportPart(
                reasons(), seconds.counts(), loudness.counts(), snr.counts(), rate.counts(), characters.counts());
    }

    /** In the order in which each was first met. */
    List<ReasonSummary> reasons() {
        return List.copyOf(reasons.values());
    }

    int rejected() {
        return reasons.values().stream().mapToInt(ReasonSummary::count).sum();
    }

    Histogram seconds() {
        return seconds;
    }

    Histogram loudness() {
        return loudness;
    }

    Histogram snr() {
        return snr;
    }

    Histogram rate() {
        return rate;
    }

    CharacterCounts characters() {
        return characters;
    }
}
