package org.dengbej.speech.text;

/**
 * A piece of a text that is spoken in one breath.
 *
 * @param text         as it was written
 * @param pauseSeconds of silence after it
 */
public record SpeechSegment(String text, double pauseSeconds) {}
