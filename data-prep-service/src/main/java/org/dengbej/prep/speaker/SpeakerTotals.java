package org.dengbej.prep.speaker;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Totals of the speakers that a source names: recordings, and good speech, which every other filter kept. */
public final class SpeakerTotals {

    /**
     * The total of a speaker.
     *
     * @param recordings in the source, of those that were read
     * @param clips      of good speech
     * @param seconds    of good speech
     */
    public record Total(String speaker, int recordings, int clips, double seconds) {

        private static Total recording(String speaker) {
            return new Total(speaker, 1, 0, 0);
        }

        private static Total clip(String speaker, double seconds) {
            return new Total(speaker, 0, 1, seconds);
        }

        private Total plus(Total other) {
            return new Total(speaker, recordings + other.recordings, clips + other.clips, seconds + other.seconds);
        }
    }

    private static final Comparator<Total> MOST_FIRST = Comparator.comparingDouble(Total::seconds)
            .thenComparingInt(Total::recordings)
            .reversed()
            .thenComparing(Total::speaker);

    private final Map<String, Total> totals = new LinkedHashMap<>();

    /** Counts a recording, whatever becomes of it. {@code speaker}: null where the source does not say. */
    public void read(String speaker) {
        if (speaker != null) {
            totals.merge(speaker, Total.recording(speaker), Total::plus);
        }
    }

    /** Counts good speech. {@code speaker}: null where the source does not say. */
    public void good(String speaker, double seconds) {
        if (speaker != null) {
            totals.merge(speaker, Total.clip(speaker, seconds), Total::plus);
        }
    }

    /** All of them, those with most good speech first. */
    public List<Total> mostFirst() {
        return totals.values().stream().sorted(MOST_FIRST).toList();
    }

    /** Those that have good speech, the most first. */
    public List<Total> withGoodSpeech() {
        return mostFirst().stream().filter(total -> total.clips > 0).toList();
    }

    Optional<Total> of(String speaker) {
        return Optional.ofNullable(totals.get(speaker));
    }
}
