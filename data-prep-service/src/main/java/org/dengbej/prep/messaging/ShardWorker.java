package org.dengbej.prep.messaging;

import io.quarkus.logging.Log;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.dengbej.events.Abbreviate;
import org.dengbej.events.PrepareShard;
import org.dengbej.events.ShardFailed;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.DeadLetters;
import org.dengbej.messaging.Lease;
import org.dengbej.messaging.LeaseLostException;
import org.dengbej.messaging.WorkQueue;
import org.dengbej.prep.PreparationException;
import org.dengbej.prep.messaging.DataPrepMetrics.ShardOutcome;
import org.dengbej.prep.preparation.Preparation;
import org.dengbej.prep.preparation.ShardFiles;
import org.dengbej.prep.shard.EndedPreparations;
import org.dengbej.prep.shard.ShardSource;
import org.dengbej.prep.shard.ShardSources;

/** Prepares shards: each one's batches and its result are published in one transaction, open for no longer than that takes. */
final class ShardWorker implements WorkQueue.Work {

    private final ShardSources sources;
    private final EndedPreparations ended;
    private final DataPrepMetrics metrics;
    private final long maxFileBytes;
    private final Path spoolFolder;
    private final Consumer<Lease> leaveIfLost;

    /** {@code leaveIfLost}: throws when a lease's record is another replica's. */
    ShardWorker(
            ShardSources sources,
            EndedPreparations ended,
            DataPrepMetrics metrics,
            long maxFileBytes,
            Path spoolFolder,
            Consumer<Lease> leaveIfLost) {
        this.sources = sources;
        this.ended = ended;
        this.metrics = metrics;
        this.maxFileBytes = maxFileBytes;
        this.spoolFolder = spoolFolder;
        this.leaveIfLost = leaveIfLost;
    }

    @Override
    public void on(ConsumerRecord<String, byte[]> record, Lease lease) {
        PrepareShard shard = CloudEvents.read(record, PrepareShard.class);
        if (ended.contains(shard.dataset(), shard.preparation())) {
            sources.close(shard);
            lease.finish(sender -> {});
            metrics.shard(ShardOutcome.DROPPED);
            Log.infof("shard dropped, its data set has failed: dataset=%s shard=%d", shard.dataset(), shard.shard());
            return;
        }
        try {
            metrics.shardsInFlight(1);
            prepare(shard, lease);
        } catch (PreparationException e) {
            fail(shard, lease, e, false, record);
        } catch (KafkaException | LeaseLostException e) {
            throw e; // the shard is taken again, by us or another replica
        } catch (RuntimeException | Error e) {
            Log.errorf(e, "shard failed by a defect: dataset=%s shard=%d", shard.dataset(), shard.shard());
            fail(shard, lease, e, true, record);
            metrics.deadLettered(record.topic(), e);
        } finally {
            metrics.shardsInFlight(-1);
        }
    }

    private void prepare(PrepareShard shard, Lease lease) {
        ShardSource source = sources.of(shard);
        try (Preparation preparation = Preparation.ofShard(
                shard.request().withMaxUtterances(shard.maxUtterances()),
                source.recordings(shard),
                shard.range().count(),
                source.namesBefore(shard),
                source.voice(),
                maxFileBytes,
                spoolFolder,
                filtered -> leaveIfLost.accept(lease))) {
            ShardFiles.requestedBy(shard.request(), shard.preparation())
                    .write(shard.shard(), preparation, () -> leaveIfLost.accept(lease));
            lease.finish(sender -> DatasetPublication.publish(shard, preparation, sender, DataPrepService.SOURCE));
            metrics.published(preparation);
            metrics.shard(ShardOutcome.PREPARED);
            Log.debugf(
                    "shard prepared: dataset=%s shard=%d batches=%d clips=%d",
                    shard.dataset(),
                    shard.shard(),
                    preparation.batchCount(),
                    preparation.statistics().clips());
        }
    }

    private void fail(
            PrepareShard shard, Lease lease, Throwable why, boolean defect, ConsumerRecord<String, byte[]> record) {
        String reason = Abbreviate.of(why);
        Log.warnf("shard failed: dataset=%s shard=%d reason=%s", shard.dataset(), shard.shard(), reason);
        ShardFailed failed = new ShardFailed(
                shard.dataset(),
                shard.preparation(),
                shard.plannedOffset(),
                shard.shard(),
                defect ? Abbreviate.of(DataPrepService.DEFECT + why) : reason,
                defect);
        lease.finish(sender -> {
            sender.send(CloudEvents.toRecord(failed, DataPrepService.SOURCE));
            if (defect) {
                sender.send(DeadLetters.of(record, why));
            }
        });
        ended.add(shard.dataset(), shard.preparation());
        sources.close(shard);
        metrics.shard(ShardOutcome.FAILED);
    }

    @Override
    public void refused(ConsumerRecord<String, byte[]> record, Lease lease, KafkaException why) {
        PrepareShard shard = CloudEvents.read(record, PrepareShard.class);
        ShardFailed failed = new ShardFailed(
                shard.dataset(),
                shard.preparation(),
                shard.plannedOffset(),
                shard.shard(),
                DataPrepService.refusal(why),
                false);
        lease.finish(sender -> {
            sender.send(CloudEvents.toRecord(failed, DataPrepService.SOURCE));
            sender.send(DeadLetters.of(record, why));
        });
        ended.add(shard.dataset(), shard.preparation());
        metrics.shard(ShardOutcome.FAILED);
    }
}
