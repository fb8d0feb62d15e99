package org.dengbej.events;

import java.util.List;

/**
 * The speakers of a source.
 *
 * @param count     of those that have good speech; 0 where the source names none
 * @param most      the speakers with most good speech, the most first; at most {@value #MAX_LISTED}
 * @param selection for people: who was selected, why, and how to ask for others; absent where there was no choice
 */
public record SpeakerSummary(int count, List<SpeakerHours> most, String selection) {

    public static final int MAX_LISTED = 20;

    public static final SpeakerSummary NONE = new SpeakerSummary(0, List.of(), null);

    /** The summary of all speakers that have good speech, the most first. */
    public static SpeakerSummary of(List<SpeakerHours> mostFirst, String selection) {
        return new SpeakerSummary(
                mostFirst.size(), mostFirst.subList(0, Math.min(MAX_LISTED, mostFirst.size())), selection);
    }

    public SpeakerSummary {
        Require.atLeast("SpeakerSummary", "count", count, 0);
        most = Require.list(most);
    }
}
