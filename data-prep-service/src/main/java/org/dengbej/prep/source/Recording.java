package org.dengbej.prep.source;

import java.io.IOException;

/**
 * A recording with its text, as its source has them.
 *
 * @param id        unique in the source
 * @param text      as written there
 * @param upVotes   null where the layout does not say
 * @param downVotes null where the layout does not say
 * @param speaker   null where the layout does not say
 * @param gender    null where the layout does not say
 * @param sound     the bytes of its file
 */
public record Recording(
        String id, String text, Integer upVotes, Integer downVotes, String speaker, String gender, Sound sound) {

    /** A sound file that is read when it is needed. */
    public interface Sound {

        /** The whole file; fails when there is none, or it is larger than {@code maxBytes}. */
        byte[] read(long maxBytes) throws IOException;
    }

    /** The same without its file, which may be in memory. */
    public Recording withoutSound() {
        return new Recording(id, text, upVotes, downVotes, speaker, gender, maxBytes -> {
            throw new IOException("the sound of %s was read already".formatted(id));
        });
    }

    static Recording of(String id, String text, Sound sound) {
        return new Recording(id, text, null, null, null, null, sound);
    }
}
