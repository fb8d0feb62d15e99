package org.dengbej.prep.messaging;

import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.dengbej.events.Abbreviate;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.DatasetPlanned;
import org.dengbej.events.Event;
import org.dengbej.events.InvalidEventException;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.PrepareShard;
import org.dengbej.events.ShardFailed;
import org.dengbej.events.ShardResult;
import org.dengbej.events.Topics;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.DeadLetters;
import org.dengbej.messaging.Lease;
import org.dengbej.messaging.LeaseLostException;
import org.dengbej.messaging.OffsetRangeReader;
import org.dengbej.messaging.WorkQueue;
import org.dengbej.prep.PreparationException;
import org.dengbej.prep.messaging.DataPrepMetrics.Outcome;
import org.dengbej.prep.messaging.DataPrepMetrics.ShardOutcome;
import org.dengbej.prep.preparation.ShardFiles;
import org.dengbej.prep.preparation.UnusableExportException;
import org.dengbej.prep.shard.EndedPreparations;
import org.dengbej.prep.shard.ShardDecision;
import org.dengbej.prep.shard.ShardDecision.Completed;
import org.dengbej.prep.shard.ShardDecision.Continued;
import org.dengbej.prep.shard.ShardDecision.Dropped;
import org.dengbej.prep.shard.ShardDecision.Failed;
import org.dengbej.prep.shard.ShardDecision.NothingKept;
import org.dengbej.prep.shard.ShardedPreparation;

/**
 * Leads preparations in shards: asks for the next shard when one is ready, and joins the results. Each step is one transaction with the
 * acknowledgement of the result that it follows from. The state of a preparation is in memory, and read from the log again by a replica
 * that takes it over.
 */
final class ShardJoiner implements WorkQueue.Work {

    /** Has no divisor in common with the number of partitions, so that twelve shards that follow each other have twelve of them. */
    private static final int PARTITION_STRIDE = 7;

    private record Key(int partition, long plannedOffset) {}

    private final Supplier<OffsetRangeReader> log;
    private final EndedPreparations ended;
    private final ProgressPublisher progress;
    private final DataPrepMetrics metrics;
    private final Consumer<Lease> leaveIfLost;
    private final Map<Key, ShardedPreparation> preparations = new HashMap<>();
    private String membership = "";

    /** {@code leaveIfLost}: throws when a lease's record is another replica's. */
    ShardJoiner(
            Supplier<OffsetRangeReader> log,
            EndedPreparations ended,
            ProgressPublisher progress,
            DataPrepMetrics metrics,
            Consumer<Lease> leaveIfLost) {
        this.log = log;
        this.ended = ended;
        this.progress = progress;
        this.metrics = metrics;
        this.leaveIfLost = leaveIfLost;
    }

    @Override
    public void on(ConsumerRecord<String, byte[]> record, Lease lease) {
        if (!lease.membership().equals(membership)) {
            preparations.clear(); // another replica may have had the partition in between
            membership = lease.membership();
        }
        Optional<Event> event = CloudEvents.read(record);
        if (event.isEmpty()) {
            lease.finish(sender -> {});
        } else if (event.get() instanceof DatasetPlanned plan) {
            begin(plan, record, lease);
        } else if (event.get() instanceof ShardResult result) {
            goOn(preparation(result, record), result, record, lease);
        } else {
            throw new InvalidEventException(
                    "expected a plan or a shard's result, found " + event.get().type());
        }
    }

    private static ShardedPreparation begun(DatasetPlanned plan, ConsumerRecord<String, byte[]> record) {
        return new ShardedPreparation(plan, record.offset(), record.timestamp(), Topics.SHARD_PARTITIONS);
    }

    private void begin(DatasetPlanned plan, ConsumerRecord<String, byte[]> record, Lease lease) {
        ShardedPreparation preparation = begun(plan, record);
        preparations.put(new Key(record.partition(), record.offset()), preparation);
        lease.finish(sender -> preparation.first().forEach(shard -> sender.send(toRecord(shard))));
        Log.infof(
                "data set divided: dataset=%s recordings=%d shards=%d",
                plan.dataset(), plan.recordings(), plan.shards().size());
    }

    private static ProducerRecord<String, byte[]> toRecord(PrepareShard shard) {
        ProducerRecord<String, byte[]> record = CloudEvents.toRecord(shard, DataPrepService.SOURCE);
        return new ProducerRecord<>(record.topic(), partition(shard), record.key(), record.value(), record.headers());
    }

    /**
     * The partition of a shard: each that is under way has one of its own. Of those that follow each other one lies in the first half of the
     * partitions and one in the second, and one is even and one odd: two replicas share a few shards evenly, too, whether they have
     * neighbouring partitions or every second one.
     */
    static int partition(PrepareShard shard) {
        int first = shard.preparation().hashCode();
        int number = shard.maxUtterances() > 0 ? 0 : shard.shard();
        return Math.floorMod(first + number * PARTITION_STRIDE, Topics.SHARD_PARTITIONS);
    }

    private ShardedPreparation preparation(ShardResult result, ConsumerRecord<String, byte[]> record) {
        return preparations.computeIfAbsent(
                new Key(record.partition(), result.plannedOffset()), key -> replayed(result, record));
    }

    private ShardedPreparation replayed(ShardResult result, ConsumerRecord<String, byte[]> record) {
        OffsetRange before =
                new OffsetRange(record.topic(), record.partition(), result.plannedOffset(), record.offset(), 0);
        ShardedPreparation preparation = null;
        try (OffsetRangeReader reader = log.get()) {
            for (Iterator<ConsumerRecord<String, byte[]>> records = reader.read(before); records.hasNext(); ) {
                ConsumerRecord<String, byte[]> earlier = records.next();
                Event event = read(earlier);
                if (event instanceof DatasetPlanned plan && earlier.offset() == result.plannedOffset()) {
                    preparation = begun(plan, earlier);
                } else if (event instanceof ShardResult shard
                        && shard.plannedOffset() == result.plannedOffset()
                        && preparation != null) {
                    preparation.take(shard, earlier.offset());
                }
            }
        }
        if (preparation == null) {
            throw new InvalidEventException("%s: expected the plan of %s at offset %d of partition %d, found none"
                    .formatted(record.topic(), result.dataset(), result.plannedOffset(), record.partition()));
        }
        Log.infof(
                "preparation taken over: dataset=%s recordings=%d/%d",
                result.dataset(), preparation.recordings(), preparation.total());
        return preparation;
    }

    /** Null for a record that was dead-lettered when its turn had come. */
    private static Event read(ConsumerRecord<String, byte[]> record) {
        try {
            return CloudEvents.read(record).orElse(null);
        } catch (InvalidEventException e) {
            Log.debugf(e, "skipped: partition=%d offset=%d", record.partition(), record.offset());
            return null;
        }
    }

    private void goOn(
            ShardedPreparation preparation, ShardResult result, ConsumerRecord<String, byte[]> record, Lease lease) {
        try {
            follow(preparation, preparation.take(result, record.offset()), record, lease);
        } catch (PreparationException e) {
            fail(result, Abbreviate.of(e), false, lease, List.of());
        } catch (KafkaException | LeaseLostException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            Log.errorf(e, "data set failed by a defect: dataset=%s", result.dataset());
            String reason = Abbreviate.of(DataPrepService.DEFECT + e);
            fail(result, reason, true, lease, List.of(DeadLetters.of(record, e)));
            metrics.deadLettered(record.topic(), e);
        }
    }

    private void follow(
            ShardedPreparation preparation,
            ShardDecision decision,
            ConsumerRecord<String, byte[]> record,
            Lease lease) {
        if (decision instanceof Continued continued) {
            progress.publish(preparation.request(), preparation.recordings(), preparation.total());
            lease.finish(sender -> continued.next().forEach(shard -> sender.send(toRecord(shard))));
        } else if (decision instanceof Completed completed) {
            complete(preparation, completed, record, lease);
        } else if (decision instanceof NothingKept nothing) {
            files(preparation).joinReport(nothing.shards(), preparation.report(), () -> leaveIfLost.accept(lease));
            answer(preparation, nothing.failed(), Outcome.FAILED, lease);
        } else if (decision instanceof Failed failed) {
            answer(preparation, failed.failed(), failed.defect() ? Outcome.DEFECT : Outcome.FAILED, lease);
        } else if (decision instanceof Dropped) {
            lease.finish(sender -> {});
            metrics.shard(ShardOutcome.DROPPED);
            deleteShards(preparation);
        }
    }

    private void complete(
            ShardedPreparation preparation, Completed completed, ConsumerRecord<String, byte[]> record, Lease lease) {
        progress.publish(preparation.request(), preparation.recordings(), preparation.total());
        files(preparation).join(completed.shards(), preparation.report(), () -> leaveIfLost.accept(lease));
        lease.finish(sender -> sender.send(CloudEvents.toRecord(completed.prepared(), DataPrepService.SOURCE)));
        over(preparation, Outcome.PREPARED);
        metrics.took(Duration.ofMillis(Math.max(0, record.timestamp() - preparation.plannedMs())));
        deleteShards(preparation);
        Log.infof(
                "data set prepared: dataset=%s shards=%d batches=%d clips=%d hours=%.3f rejected=%s",
                completed.prepared().dataset(),
                completed.shards(),
                completed.prepared().batches(),
                completed.prepared().statistics().clips(),
                completed.prepared().statistics().hours(),
                completed.prepared().rejected());
    }

    private static ShardFiles files(ShardedPreparation preparation) {
        return ShardFiles.requestedBy(preparation.request(), preparation.id());
    }

    private void answer(ShardedPreparation preparation, DatasetFailed event, Outcome outcome, Lease lease) {
        Log.warnf("data set failed: dataset=%s reason=%s", event.dataset(), event.reason());
        lease.finish(sender -> sender.send(CloudEvents.toRecord(event, DataPrepService.SOURCE)));
        ended.add(event.dataset(), preparation.id());
        over(preparation, outcome);
        deleteShards(preparation);
    }

    /** A failure of joining goes to the log as a shard's does, so that whoever reads the results again knows of it. */
    private static void fail(
            ShardResult result,
            String reason,
            boolean defect,
            Lease lease,
            List<ProducerRecord<String, byte[]>> deadLetters) {
        ShardFailed failed = new ShardFailed(
                result.dataset(), result.preparation(), result.plannedOffset(), result.shard(), reason, defect);
        lease.finish(sender -> {
            sender.send(CloudEvents.toRecord(failed, DataPrepService.SOURCE));
            deadLetters.forEach(sender::send);
        });
    }

    private void over(ShardedPreparation preparation, Outcome outcome) {
        preparations.values().remove(preparation);
        metrics.answered(outcome);
    }

    private static void deleteShards(ShardedPreparation preparation) {
        try {
            files(preparation).delete();
        } catch (UnusableExportException e) {
            Log.warnf(
                    "files of shards not deleted: dataset=%s reason=%s",
                    preparation.request().dataset(), e.getMessage());
        }
    }

    @Override
    public void refused(ConsumerRecord<String, byte[]> record, Lease lease, KafkaException why) {
        Event event = CloudEvents.read(record).orElse(null);
        ShardResult result = event instanceof DatasetPlanned plan
                ? new ShardFailed(plan.dataset(), plan.preparation(), record.offset(), 0, why.toString(), false)
                : (ShardResult) event;
        fail(result, DataPrepService.refusal(why), false, lease, List.of(DeadLetters.of(record, why)));
    }
}
