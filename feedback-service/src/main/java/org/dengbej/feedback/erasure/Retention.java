package org.dengbej.feedback.erasure;

import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.metrics.ErasureCause;
import org.dengbej.feedback.metrics.FeedbackMetrics;

/** Erasure of what was kept for as long as the settings say, some at a time, each time in a transaction of its own. */
@ApplicationScoped
class Retention {

    private static final int BATCH = 100;

    @Inject
    Erasures erasures;

    @Inject
    ErasedFiles files;

    @Inject
    FeedbackConfig config;

    @Inject
    FeedbackMetrics metrics;

    @Scheduled(every = "1h", concurrentExecution = ConcurrentExecution.SKIP)
    void eraseExpired() {
        FeedbackConfig.Retention settings = config.retention();
        try {
            eraseRejected(settings.rejectedRecordings());
            eraseRecordings(settings.recordings());
            eraseListeners(settings.listeners());
            files.deleteErased();
        } catch (SQLException | RuntimeException e) {
            Log.warnf("what is expired was not erased, trying again: reason=%s", e.getMessage());
        }
    }

    void eraseRejected(Duration retention) {
        eraseBatches(() -> erasures.eraseRejected(retention, BATCH));
    }

    void eraseRecordings(Optional<Duration> retention) {
        retention.ifPresent(time -> eraseBatches(() -> erasures.eraseRecorded(time, BATCH)));
    }

    private void eraseBatches(Callable<Integer> batch) {
        int erased;
        do {
            erased = QuarkusTransaction.requiringNew().call(batch);
            metrics.recordingsErased(ErasureCause.RETENTION, erased);
        } while (erased == BATCH);
    }

    void eraseListeners(Optional<Duration> retention) throws SQLException {
        if (retention.isEmpty()) {
            return;
        }
        List<UUID> absent;
        do {
            absent = erasures.absent(retention.get(), BATCH);
            for (UUID listener : absent) {
                int recordings =
                        QuarkusTransaction.requiringNew().call(() -> erasures.eraseAbsent(listener, retention.get()));
                if (recordings >= 0) {
                    metrics.recordingsErased(ErasureCause.RETENTION, recordings);
                    metrics.listenersErased(ErasureCause.RETENTION, 1);
                }
            }
        } while (absent.size() == BATCH);
    }
}
