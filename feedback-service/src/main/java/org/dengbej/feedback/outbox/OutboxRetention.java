package org.dengbej.feedback.outbox;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.metrics.FeedbackMetrics;

/** Deletion of the events that were sent longer ago than their retention, some at a time, each time in a transaction of its own. */
@ApplicationScoped
class OutboxRetention {

    /** A tenth of a second's work, during which the rows' neighbours are not locked. */
    private static final int MAX_BATCH_EVENTS = 5000;

    @Inject
    Outbox outbox;

    @Inject
    FeedbackConfig config;

    @Inject
    FeedbackMetrics metrics;

    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void deleteExpired() {
        try {
            int deleted;
            do {
                deleted = outbox.deleteSent(config.outboxRetention(), MAX_BATCH_EVENTS);
                metrics.outboxDeleted(deleted);
            } while (deleted == MAX_BATCH_EVENTS);
        } catch (SQLException e) {
            Log.warnf("sent events not deleted, trying again: reason=%s", e.getMessage());
        }
    }
}
