package org.dengbej.feedback.telemetry;

import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/** The latest updates of a job, and who is told of the next. */
final class LiveJob {

    static final int MAX_UPDATES = 2000;

    private final Deque<JobUpdate> latest = new ArrayDeque<>();
    private final Set<MultiEmitter<? super JobUpdate>> subscribers = new LinkedHashSet<>();

    synchronized void add(JobUpdate update) {
        if (latest.size() == MAX_UPDATES) {
            latest.removeFirst();
        }
        latest.addLast(update);
        subscribers.forEach(subscriber -> subscriber.emit(update));
    }

    /** Tells a subscriber what was, and then what comes, without a gap. */
    synchronized void subscribe(MultiEmitter<? super JobUpdate> subscriber) {
        subscriber.onTermination(() -> unsubscribe(subscriber));
        latest.forEach(subscriber::emit);
        subscribers.add(subscriber);
    }

    private synchronized void unsubscribe(MultiEmitter<? super JobUpdate> subscriber) {
        subscribers.remove(subscriber);
    }
}
