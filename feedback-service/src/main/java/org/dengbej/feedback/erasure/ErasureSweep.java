package org.dengbej.feedback.erasure;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;

/**
 * Completion of erasures: of what a process left that died after its commit, or a disk that refused; and of those that are entered again
 * after a backup was restored.
 */
@ApplicationScoped
class ErasureSweep {

    @Inject
    Erasures erasures;

    @Inject
    ErasedFiles files;

    @Scheduled(every = "5m", concurrentExecution = ConcurrentExecution.SKIP)
    void sweep() {
        try {
            erasures.repeat();
            files.deleteErased();
            files.deleteCopiesOfNoJob();
        } catch (SQLException | IOException | RuntimeException e) {
            Log.warnf("erasures not completed, trying again: reason=%s", e.getMessage());
        }
    }
}
