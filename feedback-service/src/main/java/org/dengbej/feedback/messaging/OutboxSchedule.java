package org.dengbej.feedback.messaging;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.concurrent.ExecutorService;
import org.dengbej.feedback.background.CoalescingTask;
import org.dengbej.feedback.outbox.Outbox;

/**
 * The moments in which the outbox is sent: when a transaction of this process has committed an event, and every second for those of
 * other replicas and those that could not be sent before.
 */
@ApplicationScoped
class OutboxSchedule {

    private final CoalescingTask sending;
    private volatile boolean started;

    /** {@code sender}: not made before it is first used, since channels are connected while the application starts. */
    @Inject
    OutboxSchedule(OutboxSender sender, ExecutorService executor) {
        sending = new CoalescingTask(executor, sender::send);
    }

    void start(@Observes StartupEvent event) {
        started = true;
    }

    void added(@Observes(during = TransactionPhase.AFTER_SUCCESS) Outbox.Added event) {
        request();
    }

    @Scheduled(every = "1s")
    void request() {
        if (started) {
            sending.request();
        }
    }
}
