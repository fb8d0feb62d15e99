package org.dengbej.prep.selection;

import org.dengbej.events.RejectedUtterance;
import org.dengbej.prep.source.Recording;
import org.dengbej.speech.audio.Audio;

/** What becomes of a recording. */
public sealed interface Verdict {

    Recording recording();

    /**
     * It is learned from.
     *
     * @param text     as it is spoken
     * @param inputIds its tokens
     * @param audio    at the voice's rate
     */
    record Kept(Recording recording, String text, long[] inputIds, Audio audio) implements Verdict {}

    /** It is not. */
    record Rejected(Recording recording, RejectedUtterance why) implements Verdict {}
}
