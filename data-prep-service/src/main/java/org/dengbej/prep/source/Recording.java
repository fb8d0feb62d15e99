package org.dengbej.prep.source;

import java.io.IOException;

/**
 * A recording with its text, as its source has them.
 *
 * @param id        unique in the source
 * @param text      as written there
 * @param upVotes   null where the layout does not say
 * @param downVotes null where the layout does not say
 * @param speaker   without blanks around it; null where the layout does not say
 * @param gender    null where the layout does not say
 * @param sound     the bytes of its file
 * @param origin    where it stands in the source
 */
public record Recording(
        String id,
        String text,
        Integer upVotes,
        Integer downVotes,
        String speaker,
        String gender,
        Sound sound,
        Origin origin) {

    private static final Sound NO_SOUND = maxBytes -> {
        throw new IOException("the sound is not kept");
    };

    /** A sound file that is read when it is needed. */
    public interface Sound {

        /** The whole file; fails when there is none, or it is larger than {@code maxBytes}. */
        byte[] read(long maxBytes) throws IOException;
    }

    public Recording {
        speaker = speaker == null || speaker.isBlank() ? null : speaker.strip();
    }

    /** A recording of which nobody asks where it stands. */
    public Recording(
            String id, String text, Integer upVotes, Integer downVotes, String speaker, String gender, Sound sound) {
        this(id, text, upVotes, downVotes, speaker, gender, sound, Origin.UNKNOWN);
    }

    /** The same without its sound, which may hold much memory. */
    public Recording withoutSound() {
        return new Recording(id, text, upVotes, downVotes, speaker, gender, NO_SOUND, origin);
    }
}
