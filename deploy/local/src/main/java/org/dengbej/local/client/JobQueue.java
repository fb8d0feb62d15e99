package org.dengbej.local.client;

import java.io.PrintWriter;
import org.dengbej.events.Event;
import org.dengbej.events.JobStarted;
import org.dengbej.events.StepsTrained;

/** The job that another one waits for: told once, when that is seen at work before the other has begun. */
final class JobQueue {

    private final String job;
    private final PrintWriter out;
    private boolean begun;
    private String ahead = "";

    JobQueue(String job, PrintWriter out) {
        this.job = job;
        this.out = out;
    }

    void seen(Event event) {
        boolean works = event instanceof JobStarted || event instanceof StepsTrained;
        if (works && event.key().equals(job)) {
            begun = true;
        } else if (works && !begun && !event.key().equals(ahead)) {
            ahead = event.key();
            out.printf(
                    "Waiting behind job %s (%s); `dengbej watch %s` shows it, `dengbej cancel %s` ends it.%n",
                    ahead,
                    event instanceof StepsTrained steps ? JobCatalogue.progress(steps) : "just begun",
                    ahead,
                    ahead);
            out.flush();
        }
    }
}
