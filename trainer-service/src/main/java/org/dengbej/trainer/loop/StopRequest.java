package org.dengbej.trainer.loop;

/** A request to a run, looked at before each micro-batch. */
public sealed interface StopRequest {

    /** To train on. */
    StopRequest NONE = new None();

    /** To save, and to leave the job to another trainer. */
    StopRequest HAND_BACK = new HandBack();

    /** See {@link StopRequest#NONE}. */
    record None() implements StopRequest {}

    /** See {@link StopRequest#HAND_BACK}. */
    record HandBack() implements StopRequest {}

    /** To save, and to end the job. {@code reason}: given by who asked; may be null. */
    record Cancel(String reason) implements StopRequest {}
}
