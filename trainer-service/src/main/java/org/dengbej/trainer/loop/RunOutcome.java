package org.dengbej.trainer.loop;

import org.dengbej.events.JobCompleted;

/** The end of a run. */
public sealed interface RunOutcome {

    /** Every epoch is done and the voice is saved. */
    record Completed(JobCompleted event) implements RunOutcome {}

    /** Asked for; another trainer resumes it. */
    record HandedBack() implements RunOutcome {}

    /** Asked for; the job has ended. {@code reason}: may be null. */
    record Cancelled(String reason) implements RunOutcome {}

    /** The outcome of a run that did as it was asked. */
    static RunOutcome stopped(StopRequest request) {
        return request instanceof StopRequest.Cancel cancel ? new Cancelled(cancel.reason()) : new HandedBack();
    }
}
