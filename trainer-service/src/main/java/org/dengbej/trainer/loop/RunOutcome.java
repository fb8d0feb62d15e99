package org.dengbej.trainer.loop;

import org.dengbej.events.JobCompleted;

/** How a run ended. */
public sealed interface RunOutcome {

    /** Every epoch is done and the voice is saved. */
    record Completed(JobCompleted event) implements RunOutcome {}

    /** Saved where it was; another trainer will go on. */
    record HandedBack() implements RunOutcome {}

    /** Saved where it was; nobody will go on. */
    record Cancelled() implements RunOutcome {}
}
