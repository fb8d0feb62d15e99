package org.dengbej.feedback.studio;

/**
 * What waits for a voice builder, or for a job.
 *
 * @param pending  recordings to be reviewed, {@value #MAX} at most
 * @param approved recordings that wait for a job, {@value #MAX} at most
 * @param openJob  id of the open job; null for none
 */
public record Waiting(long pending, long approved, String openJob) {

    static final int MAX = 1000;
}
