package org.dengbej.feedback.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Counters and timers of the service, registered when it starts; {@code docs/metrics-feedback-service.md} lists all. */
@Startup
@ApplicationScoped
public class FeedbackMetrics {

    private static final String PREFIX = "dengbej.feedback.";

    private final MeterRegistry registry;
    private final Map<SubmissionOutcome, Counter> ratings;
    private final Map<SubmissionOutcome, Counter> corrections;
    private final Counter outboxSent;
    private final Counter outboxSendFailures;
    private final Counter outboxDeleted;
    private final Timer synthesis;
    private final Timer decoding;
    private final Counter promotions;
    private final Counter rollbacks;
    private final Counter jobsStarted;
    private final Counter jobsCompleted;
    private final Counter jobsFailed;
    private final Map<ErasureCause, Counter> erasedRecordings;
    private final Map<ErasureCause, Counter> erasedListeners;

    @Inject
    FeedbackMetrics(MeterRegistry registry) {
        this.registry = registry;
        ratings = byOutcome("ratings", "Submitted ratings by outcome");
        corrections = byOutcome("corrections", "Submitted corrections by outcome");
        outboxSent = counter("outbox.sent", "Events that the broker has acknowledged")
                .baseUnit("events")
                .register(registry);
        outboxSendFailures = counter("outbox.send.failures", "Attempts to send the oldest events that failed")
                .register(registry);
        outboxDeleted = counter("outbox.deleted", "Sent events that were deleted after their retention")
                .baseUnit("events")
                .register(registry);
        synthesis = timer("synthesis", "Time to synthesize one sentence of a promoted voice");
        decoding = timer("decoding", "Time to decode one recording, refused ones included");
        promotions = counter("promotions", "Versions that became the champion of their voice")
                .register(registry);
        rollbacks = counter("rollbacks", "Champions that were taken back").register(registry);
        jobsStarted = jobs("started");
        jobsCompleted = jobs("completed");
        jobsFailed = jobs("failed");
        erasedRecordings = byCause("erased.recordings", "Recordings that were erased", "recordings");
        erasedListeners = byCause("erased.listeners", "Listeners who were erased", "listeners");
    }

    private Map<ErasureCause, Counter> byCause(String name, String description, String unit) {
        return Arrays.stream(ErasureCause.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        cause -> counter(name, description)
                                .baseUnit(unit)
                                .tag("cause", cause.label())
                                .register(registry),
                        (one, other) -> one,
                        () -> new EnumMap<>(ErasureCause.class)));
    }

    private Map<SubmissionOutcome, Counter> byOutcome(String name, String description) {
        return Arrays.stream(SubmissionOutcome.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        outcome -> counter(name, description)
                                .tag("outcome", outcome.label())
                                .register(registry),
                        (one, other) -> one,
                        () -> new EnumMap<>(SubmissionOutcome.class)));
    }

    private Counter jobs(String state) {
        return counter("fine.tune.jobs", "Fine-tune jobs by the state that they reached")
                .tag("state", state)
                .register(registry);
    }

    private static Counter.Builder counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(PREFIX + name).description(description).register(registry);
    }

    public void rating(SubmissionOutcome outcome) {
        ratings.get(outcome).increment();
    }

    public void correction(SubmissionOutcome outcome) {
        corrections.get(outcome).increment();
    }

    public void outboxSent(int events) {
        outboxSent.increment(events);
    }

    public void outboxSendFailed() {
        outboxSendFailures.increment();
    }

    public void outboxDeleted(int events) {
        outboxDeleted.increment(events);
    }

    public <T> T timeSynthesis(Supplier<T> sentence) {
        return synthesis.record(sentence);
    }

    /** A running measurement, to be stopped with {@link #decoded}. */
    public Timer.Sample startDecoding() {
        return Timer.start(registry);
    }

    public void decoded(Timer.Sample started) {
        started.stop(decoding);
    }

    public void promoted() {
        promotions.increment();
    }

    public void rolledBack() {
        rollbacks.increment();
    }

    public void recordingsErased(ErasureCause cause, int recordings) {
        erasedRecordings.get(cause).increment(recordings);
    }

    public void listenersErased(ErasureCause cause, int listeners) {
        erasedListeners.get(cause).increment(listeners);
    }

    public void jobStarted() {
        jobsStarted.increment();
    }

    public void jobEnded(boolean completed) {
        (completed ? jobsCompleted : jobsFailed).increment();
    }
}
