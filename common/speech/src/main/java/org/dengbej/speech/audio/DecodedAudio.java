package org.dengbej.speech.audio;

/**
 * A file's sound, and what its own samples were like.
 *
 * @param audio  mixed to one channel at the rate asked for
 * @param source levels of the file's samples
 */
public record DecodedAudio(Audio audio, SourceLevels source) {}
