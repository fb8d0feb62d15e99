package org.dengbej.feedback.voice;

/**
 * A sentence and how it sounds.
 *
 * @param wav a file
 */
record SentenceAudio(Sentence sentence, byte[] wav) {}
