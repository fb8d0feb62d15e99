package org.dengbej.feedback.voice;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A sentence as a version of a voice speaks it.
 *
 * @param id     of this sentence by this version
 * @param voice  who speaks
 * @param sha256 of the version's weights
 * @param text   the sentence itself
 * @param role   what it is for
 */
public record Sentence(UUID id, String voice, String sha256, String text, SentenceRole role) {

    /** The sentence at a position of a version's; its id follows from that. */
    static Sentence of(Version version, int position, String text, SentenceRole role) {
        UUID id = UUID.nameUUIDFromBytes("%s/%s/%d"
                .formatted(version.voice(), version.sha256(), position)
                .getBytes(StandardCharsets.UTF_8));
        return new Sentence(id, version.voice(), version.sha256(), text, role);
    }
}
