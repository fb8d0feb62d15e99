package org.dengbej.feedback.decision;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.dengbej.feedback.background.CoalescingTask;
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
    private final Set<String> signalled = ConcurrentHashMap.newKeySet();
    private final CoalescingTask evaluating;

    @Inject
    BackgroundDecisions(Decisions decisions, Voices voices, ExecutorService executor) {
        this.decisions = decisions;
        this.voices = voices;
        evaluating = new CoalescingTask(executor, this::evaluateSignalled);
    }

    void stored(@Observes(during = TransactionPhase.AFTER_SUCCESS) TriggerSignal.Stored event) {
        signalled.add(event.voice());
        evaluating.request();
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    void signalAll() {
        try {
            voices.all().stream().map(Version::voice).forEach(signalled::add);
            evaluating.request();
        } catch (SQLException e) {
            Log.debugf("voices not listed, trying again: reason=%s", e.getMessage());
        }
    }

    private void evaluateSignalled() {
        for (String voice : List.copyOf(signalled)) {
            signalled.remove(voice);
            try {
                decisions.decide(voice);
            } catch (SQLException | RuntimeException e) {
                Log.warnf("nothing decided, trying again: voice=%s reason=%s", voice, e.getMessage());
            }
        }
    }
}
