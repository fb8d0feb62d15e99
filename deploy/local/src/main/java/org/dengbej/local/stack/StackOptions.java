package org.dengbej.local.stack;

import java.util.Map;

/**
 * The options of a stack's start.
 *
 * @param feedbackPort     of the rating page; null: any that is free
 * @param device           where the trainer computes: auto, cpu, gpu or gpu:N
 * @param command          that uses the stack, for whoever finds it started, held or stopped by it
 * @param without          a service that is not started, since somebody else runs it; null: none
 * @param feedbackSettings of the feedback service, beside those that every stack has
 */
public record StackOptions(
        Integer feedbackPort, String device, String command, String without, Map<String, String> feedbackSettings) {

    public static final StackOptions DEFAULT = new StackOptions(null, "auto");

    public StackOptions {
        feedbackSettings = Map.copyOf(feedbackSettings);
    }

    public StackOptions(Integer feedbackPort, String device, String command, String without) {
        this(feedbackPort, device, command, without, Map.of());
    }

    public StackOptions(Integer feedbackPort, String device) {
        this(feedbackPort, device, "a program", null);
    }

    /** The same with settings of the feedback service. */
    public StackOptions withFeedback(Map<String, String> settings) {
        return new StackOptions(feedbackPort, device, command, without, settings);
    }
}
