package org.dengbej.local.stack;

/**
 * The options of a stack's start.
 *
 * @param feedbackPort of the rating page; null: any that is free
 * @param device       where the trainer computes: auto, cpu, gpu or gpu:N
 * @param command      that uses the stack, for whoever finds it started, held or stopped by it
 * @param without      a service that is not started, since somebody else runs it; null: none
 */
public record StackOptions(Integer feedbackPort, String device, String command, String without) {

    public static final StackOptions DEFAULT = new StackOptions(null, "auto");

    public StackOptions(Integer feedbackPort, String device) {
        this(feedbackPort, device, "a program", null);
    }
}
