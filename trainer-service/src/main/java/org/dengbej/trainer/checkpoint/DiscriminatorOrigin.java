package org.dengbej.trainer.checkpoint;

/**
 * The origin of a run's discriminators when it began; a resumed run has them from its checkpoint, and warms them up as it would have.
 *
 * @param description for people
 * @param fresh       true: from random weights
 */
public record DiscriminatorOrigin(String description, boolean fresh) {}
