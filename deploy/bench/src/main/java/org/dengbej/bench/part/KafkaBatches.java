package org.dengbej.bench.part;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.dengbej.bench.result.Metric;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedBatchCodec;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.KafkaClients;
import org.dengbej.messaging.OffsetRangeReader;

/** A data set through the broker: encoded and published in one transaction, then read by assign and seek and decoded. */
public final class KafkaBatches {

    private KafkaBatches() {}

    /**
     * Publishes and reads.
     *
     * @param batches how often the one batch is published
     */
    public static Map<Metric, Double> measure(BenchmarkData data, String bootstrapServers, int batches)
            throws IOException {
        PreparedBatch batch = PreparedBatchCodec.read(Files.readAllBytes(data.batch()));
        Map<String, Object> broker = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (Producer<String, byte[]> producer = KafkaClients.transactional(broker, "bench");
                OffsetRangeReader reader = OffsetRangeReader.open(bootstrapServers)) {
            long begin = System.nanoTime();
            OffsetRange range = publish(producer, batch, batches);
            read(reader, range);
            return Map.of(Metric.KAFKA_BATCHES_PER_SECOND, batches / ((System.nanoTime() - begin) / 1e9));
        }
    }

    private static OffsetRange publish(Producer<String, byte[]> producer, PreparedBatch batch, int batches) {
        producer.beginTransaction();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            sent.add(producer.send(CloudEvents.toRecord(batch, "/bench")));
        }
        producer.commitTransaction();
        RecordMetadata first = at(sent.get(0));
        RecordMetadata last = at(sent.get(batches - 1));
        return new OffsetRange(first.topic(), first.partition(), first.offset(), last.offset() + 1, batches);
    }

    private static RecordMetadata at(Future<RecordMetadata> sent) {
        try {
            return sent.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch was not taken", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while publishing", e);
        }
    }

    private static void read(OffsetRangeReader reader, OffsetRange range) {
        Iterator<ConsumerRecord<String, byte[]>> records = reader.read(range);
        int count = 0;
        while (records.hasNext()) {
            PreparedBatchCodec.read(records.next().value());
            count++;
        }
        if (count != range.count()) {
            throw new IllegalStateException("published %d batches, read %d".formatted(range.count(), count));
        }
    }
}
