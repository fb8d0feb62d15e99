package org.dengbej.feedback.check;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.dengbej.feedback.background.KeyedCoalescingTask;
import org.dengbej.feedback.trigger.TriggerSignal;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.Voices;

/** Checks in the background: after a recording was stored, and of those that a replica left which died. */
@ApplicationScoped
class BackgroundChecks {

    private final RecordingChecks checks;
    private final Voices voices;
    private final KeyedCoalescingTask checking;

    @Inject
    BackgroundChecks(RecordingChecks checks, Voices voices, ExecutorService executor) {
        this.checks = checks;
        this.voices = voices;
        checking = new KeyedCoalescingTask(executor, this::check);
    }

    void stored(@Observes(during = TransactionPhase.AFTER_SUCCESS) TriggerSignal.Stored event) {
        checking.request(event.voice());
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    void checkAll() {
        try {
            voices.all().stream().map(Version::voice).forEach(checking::request);
        } catch (SQLException e) {
            Log.debugf("voices not listed, trying again: reason=%s", e.getMessage());
        }
    }

    private void check(String voice) {
        try {
            Optional<Version> champion = voices.find(voice);
            while (champion.isPresent() && checks.check(champion.get()) > 0) {
                champion = voices.find(voice);
            }
        } catch (SQLException | IOException | RuntimeException e) {
            Log.warnf("recordings not checked, trying again: voice=%s reason=%s", voice, e.getMessage());
        }
    }
}
