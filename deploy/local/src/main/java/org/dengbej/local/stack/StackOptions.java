package org.dengbej.local.stack;

/**
 * How a stack is started.
 *
 * @param feedbackPort of the rating page; null: any that is free
 * @param device       where the trainer computes: auto, cpu, gpu or gpu:N
 */
public record StackOptions(Integer feedbackPort, String device) {

    public static final StackOptions DEFAULT = new StackOptions(null, "auto");
}
