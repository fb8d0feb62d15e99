package org.dengbej.events;

/**
 * The good speech of a speaker: of the utterances that every filter but the choice of speakers kept.
 *
 * @param speaker as the source names it
 * @param clips   utterances
 * @param hours   of speech
 * @param kept    whether the speaker was selected
 */
public record SpeakerHours(String speaker, int clips, double hours, boolean kept) {

    public SpeakerHours {
        Require.text("SpeakerHours", "speaker", speaker);
        Require.atLeast("SpeakerHours", "clips", clips, 0);
        Require.atLeast("SpeakerHours", "hours", hours, 0);
    }
}
