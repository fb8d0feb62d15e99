package org.dengbej.trainer.loop;

/** What a run is asked to do before its next micro-batch. */
public enum StopRequest {
    /** Go on. */
    NONE,
    /** Save and leave the job to another trainer. */
    HAND_BACK,
    /** Save and end the job. */
    CANCEL
}
