package org.dengbej.feedback.voice;

/**
 * A sentence with its synthesized sound.
 *
 * @param wav bytes of a WAV file
 */
record SentenceAudio(Sentence sentence, byte[] wav) {}
