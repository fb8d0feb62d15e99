package org.dengbej.events;

/**
 * The speakers whose utterances are kept. An absent field selects nobody out.
 *
 * @param speaker  id of a speaker as the source has it; {@value #MOST}: the one with most good speech; {@value #ALL}: everybody; absent:
 *                 everybody for a voice of several speakers, {@value #MOST} for a voice of one, unless nobody has enough to choose by
 * @param gender   {@code female}, {@code male} or whatever the source has; releases of Common Voice write one gender differently, which
 *                 is the same here
 * @param minHours good speech that a speaker has at least, hours; 0
 */
public record SpeakerSelection(String speaker, String gender, Double minHours) {

    public static final String MOST = "most";
    public static final String ALL = "all";

    /** The selection that is left to the voice. */
    public static final SpeakerSelection DEFAULT = new SpeakerSelection(null, null, null);

    public static final SpeakerSelection EVERYBODY = new SpeakerSelection(ALL, null, null);

    public SpeakerSelection {
        if (speaker != null) {
            Require.text("SpeakerSelection", "speaker", speaker);
        }
        if (gender != null) {
            Require.text("SpeakerSelection", "gender", gender);
        }
        minHours = minHours == null ? 0.0 : minHours;
        Require.atLeast("SpeakerSelection", "minHours", minHours, 0);
    }

    /** The same but for the speaker. */
    public SpeakerSelection of(String otherSpeaker) {
        return new SpeakerSelection(otherSpeaker, gender, minHours);
    }
}
