package org.dengbej.prep.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.dengbej.events.Topics;
import org.dengbej.messaging.DeadLetters;
import org.dengbej.prep.filter.RejectionReason;
import org.dengbej.prep.preparation.Preparation;

/** Metrics of data preparation. All of them are there before the first request, so that an alert can tell none from unknown. */
final class DataPrepMetrics {

    /** An outcome of a request. */
    enum Outcome {
        PREPARED("prepared"),
        FAILED("failed"),
        DEFECT("defect");

        private final String tag;

        Outcome(String tag) {
            this.tag = tag;
        }
    }

    /** An outcome of a shard. */
    enum ShardOutcome {
        PREPARED("prepared"),
        FAILED("failed"),
        DROPPED("dropped");

        private final String tag;

        ShardOutcome(String tag) {
            this.tag = tag;
        }
    }

    /** The topics whose records can be dead-lettered. */
    private static final List<String> WORK =
            List.of(Topics.DATASET_REQUESTS, Topics.PREPARATION_SHARDS, Topics.PREPARATIONS);

    private final MeterRegistry registry;
    private final AtomicInteger shardsInFlight = new AtomicInteger();

    /** {@code secondsSinceHeartbeat}: of the work queue. */
    DataPrepMetrics(MeterRegistry registry, LongSupplier secondsSinceHeartbeat) {
        this.registry = registry;
        for (Outcome outcome : Outcome.values()) {
            datasets(outcome);
        }
        for (RejectionReason reason : RejectionReason.values()) {
            rejected(reason.toString());
        }
        for (ShardOutcome outcome : ShardOutcome.values()) {
            shards(outcome);
        }
        for (String topic : WORK) {
            for (String kind : DeadLetters.KINDS) {
                deadLetters(topic, kind);
            }
        }
        Gauge.builder("dengbej.prep.in.flight", shardsInFlight, AtomicInteger::get)
                .description("Shards that this replica works on now")
                .baseUnit("shards")
                .register(registry);
        batches();
        utterances();
        speech();
        preparation();
        Gauge.builder("dengbej.prep.heartbeat.age", () -> age(secondsSinceHeartbeat.getAsLong()))
                .description("Time since the group's coordinator last answered; NaN until it does")
                .baseUnit("seconds")
                .register(registry);
    }

    private static double age(long seconds) {
        return seconds == Long.MAX_VALUE ? Double.NaN : seconds;
    }

    private Counter datasets(Outcome outcome) {
        return Counter.builder("dengbej.prep.datasets")
                .description("Requests that were answered: prepared, failed for the asker's reason, or by a defect")
                .baseUnit("datasets")
                .tag("outcome", outcome.tag)
                .register(registry);
    }

    private Counter batches() {
        return Counter.builder("dengbej.prep.batches")
                .description("Batches that were published")
                .baseUnit("batches")
                .register(registry);
    }

    private Counter utterances() {
        return Counter.builder("dengbej.prep.utterances")
                .description("Utterances in the batches that were published")
                .baseUnit("utterances")
                .register(registry);
    }

    private Counter speech() {
        return Counter.builder("dengbej.prep.speech")
                .description("Speech in the batches that were published")
                .baseUnit("seconds")
                .register(registry);
    }

    private Counter rejected(String reason) {
        return Counter.builder("dengbej.prep.rejected.utterances")
                .description("Utterances of prepared data sets that were rejected")
                .baseUnit("utterances")
                .tag("reason", reason)
                .register(registry);
    }

    private Counter shards(ShardOutcome outcome) {
        return Counter.builder("dengbej.prep.shards")
                .description("Shards that were prepared, failed, or dropped since their data set had failed")
                .baseUnit("shards")
                .tag("outcome", outcome.tag)
                .register(registry);
    }

    private Counter deadLetters(String topic, String kind) {
        return Counter.builder("dengbej.prep.dead.letters")
                .description("Records that were dead-lettered: invalid, or failed by a defect")
                .tag("topic", topic)
                .tag("kind", kind)
                .register(registry);
    }

    private Timer preparation() {
        return Timer.builder("dengbej.prep.preparation")
                .description("Time from taking a request to its batches being published")
                .register(registry);
    }

    void deadLettered(String topic, Throwable failure) {
        deadLetters(topic, DeadLetters.kind(failure)).increment();
    }

    void answered(Outcome outcome) {
        datasets(outcome).increment();
    }

    void shard(ShardOutcome outcome) {
        shards(outcome).increment();
    }

    /** {@code change}: 1 when one is begun, -1 when it ends. */
    void shardsInFlight(int change) {
        shardsInFlight.addAndGet(change);
    }

    void prepared(Preparation preparation, Duration duration) {
        answered(Outcome.PREPARED);
        published(preparation);
        took(duration);
    }

    /** Batches of a whole data set, or of a shard. */
    void published(Preparation preparation) {
        batches().increment(preparation.batchCount());
        utterances().increment(preparation.statistics().clips());
        speech().increment(preparation.statistics().hours() * 3600);
        preparation
                .rejectedByReason()
                .forEach((reason, count) -> rejected(reason).increment(count));
    }

    void took(Duration duration) {
        preparation().record(duration);
    }
}
