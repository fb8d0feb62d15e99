package org.dengbej.feedback.decision;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import org.dengbej.feedback.background.KeyedCoalescingTask;
import org.dengbej.feedback.trigger.TriggerSignal;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.Voices;

/**
 * Decisions in the background: about a voice that was signalled at once, and about all of them now and then, since time
 * alone ends a cool-down, and a replica may have died after it stored something.
 */
@ApplicationScoped
class BackgroundDecisions {

    private final Decisions decisions;
    private final Voices voices;
    private final KeyedCoalescingTask deciding;

    @Inject
    BackgroundDecisions(Decisions decisions, Voices voices, ExecutorService executor) {
        this.decisions = decisions;
        this.voices = voices;
        deciding = new KeyedCoalescingTask(executor, this::decide);
    }

    void stored(@Observes(during = TransactionPhase.AFTER_SUCCESS) TriggerSignal.Stored event) {
        deciding.request(event.voice());
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    void decideAll() {
        try {
            voices.all().stream().map(Version::voice).forEach(deciding::request);
        } catch (SQLException e) {
            Log.debugf("voices not listed, trying again: reason=%s", e.getMessage());
        }
    }

    private void decide(String voice) {
        try {
            decisions.decide(voice);
        } catch (SQLException | RuntimeException e) {
            Log.warnf("nothing decided, trying again: voice=%s reason=%s", voice, e.getMessage());
        }
    }
}
