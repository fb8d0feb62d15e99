package org.dengbej.evaluation;

import org.dengbej.speech.audio.Audio;

/**
 * A recording with its text.
 *
 * @param id       unique among those of an evaluation
 * @param inputIds tokens of its text by the voice's tokenizer
 * @param audio    at the voice's rate
 * @param speaker  name of who speaks
 */
public record RecordedUtterance(String id, long[] inputIds, Audio audio, String speaker) {}
