package org.dengbej.prep.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.PrepareShard;
import org.dengbej.events.ShardPrepared;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.Lease.Sender;
import org.dengbej.prep.preparation.Preparation;
import org.dengbej.prep.shard.ShardedPreparation;

/** Publication of a data set: its batches, and then the ranges of the log in which they lie, as the broker acknowledges them. */
final class DatasetPublication {

    private DatasetPublication() {}

    /** {@code layout}: description of the source. */
    static void publish(PrepareDataset request, String layout, Preparation prepared, Sender sender, String source) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < prepared.batchCount(); i++) {
            sent.add(sender.send(
                    CloudEvents.toRecord(prepared.batch(i), request.batchTopic(), request.dataset(), source)));
        }
        DatasetPrepared event = new DatasetPrepared(
                request.dataset(),
                request.id(),
                prepared.sampleRateHz(),
                prepared.batchCount(),
                prepared.frames(),
                prepared.statistics(),
                ranges(sent),
                prepared.rejectedByReason(),
                prepared.rejections(),
                layout,
                prepared.dropped(),
                null,
                prepared.unused(),
                prepared.speakers(),
                request.reportedAt());
        sender.send(CloudEvents.toRecord(event, source));
    }

    /** The batches of a shard, and its result. */
    static void publish(PrepareShard shard, Preparation prepared, Sender sender, String source) {
        String key = ShardedPreparation.batchKey(shard.dataset(), shard.preparation());
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < prepared.batchCount(); i++) {
            // A batch holds a recording at least, so that no other shard's has the same place.
            sent.add(sender.send(CloudEvents.toRecord(
                    prepared.batch(i, shard.range().first()), shard.request().batchTopic(), key, source)));
        }
        Map<String, Integer> rejected = prepared.rejectedByReason();
        ShardPrepared event = new ShardPrepared(
                shard.dataset(),
                shard.preparation(),
                shard.plannedOffset(),
                shard.shard(),
                prepared.statistics().clips()
                        + rejected.values().stream().mapToInt(Integer::intValue).sum(),
                prepared.sampleRateHz(),
                prepared.batchCount(),
                prepared.frames(),
                prepared.statistics(),
                prepared.speakerHours(),
                ranges(sent),
                rejected,
                prepared.rejections(),
                prepared.dropped());
        sender.send(CloudEvents.toRecord(event, source));
    }

    private static List<OffsetRange> ranges(List<Future<RecordMetadata>> sent) {
        Map<Integer, OffsetRange> ranges = new TreeMap<>();
        for (Future<RecordMetadata> future : sent) {
            RecordMetadata at = await(future);
            OffsetRange one = new OffsetRange(at.topic(), at.partition(), at.offset(), at.offset() + 1, 1);
            ranges.merge(at.partition(), one, OffsetRange::joined);
        }
        return List.copyOf(ranges.values());
    }

    private static RecordMetadata await(Future<RecordMetadata> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while publishing", e);
        }
    }
}
