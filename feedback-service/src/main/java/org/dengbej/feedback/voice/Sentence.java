package org.dengbej.feedback.voice;

import java.util.UUID;

/**
 * A sentence as the current voice speaks it.
 *
 * @param id     of this sentence by this checkpoint
 * @param voice  who speaks
 * @param sha256 of the checkpoint's weights
 * @param text   the sentence itself
 */
public record Sentence(UUID id, String voice, String sha256, String text) {}
