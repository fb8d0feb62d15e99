package org.dengbej.feedback.background;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** A task that runs in the background, never twice at once: all requests that arrive while it runs are answered by one more run. */
public final class CoalescingTask {

    private final Executor executor;
    private final Runnable task;
    private final AtomicInteger requests = new AtomicInteger();

    /** {@code task}: it reports its failures itself. */
    public CoalescingTask(Executor executor, Runnable task) {
        this.executor = executor;
        this.task = task;
    }

    /** Asks for a run that begins after this call; returns at once. */
    public void request() {
        if (requests.getAndIncrement() == 0) {
            boolean accepted = false;
            try {
                executor.execute(this::run);
                accepted = true;
            } finally {
                forgetUnless(accepted);
            }
        }
    }

    private void run() {
        boolean completed = false;
        try {
            int answered;
            do {
                answered = requests.get();
                task.run();
            } while (requests.addAndGet(-answered) != 0);
            completed = true;
        } finally {
            forgetUnless(completed);
        }
    }

    /** After a failure the next request must start a run again. */
    private void forgetUnless(boolean done) {
        if (!done) {
            requests.set(0);
        }
    }
}
