package org.dengbej.feedback.voice;

/**
 * A voice at the checkpoint that listeners hear now.
 *
 * @param name         the voice
 * @param job          that made it
 * @param uri          its model folder
 * @param sha256       of its weights
 * @param finished     whether it is the end of its job
 * @param sampleRateHz of its speech
 */
public record CurrentVoice(String name, String job, String uri, String sha256, boolean finished, int sampleRateHz) {}
