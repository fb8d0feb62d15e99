package org.dengbej.messaging;

import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/**
 * The right to work on one record of a {@link WorkQueue}. Whatever its holder publishes goes out in a transaction that names the
 * holder's membership: the group's coordinator refuses it from a member that has been given up, however alive it feels.
 */
public final class Lease {

    private static final int ATTEMPTS = 50;
    private static final long BETWEEN_ATTEMPTS_MS = 200;

    /** What is published in a transaction. */
    public interface Publication {

        /** Sends records by {@code sender}; what it throws undoes all of them. */
        void to(Sender sender);
    }

    /** Sends within a transaction. */
    public interface Sender {
        Future<RecordMetadata> send(ProducerRecord<String, byte[]> record);
    }

    private final TopicPartition partition;
    private final long offset;
    private volatile Producer<String, byte[]> producer;
    private volatile ConsumerGroupMetadata membership;
    private volatile boolean lost;

    Lease(TopicPartition partition, long offset, ConsumerGroupMetadata membership) {
        this.partition = partition;
        this.offset = offset;
        this.membership = membership;
    }

    void publishBy(Producer<String, byte[]> transactional) {
        producer = transactional;
    }

    /**
     * Publishes while the work goes on; on return it counts.
     *
     * @throws LeaseLostException when the record is no longer ours, and nothing of it counts
     */
    public void publish(ProducerRecord<String, byte[]> record) {
        transaction(sender -> sender.send(record), offset);
    }

    /**
     * Checks that the record is still ours.
     *
     * @throws LeaseLostException when it is not
     */
    public void assertHeld() {
        transaction(sender -> {}, offset);
    }

    /** Publishes the work's results and acknowledges the record, both or none. */
    public void finish(Publication results) {
        transaction(results, offset + 1);
    }

    TopicPartition partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    /** After a rebalance that left us the partition. */
    void renew(ConsumerGroupMetadata newMembership) {
        membership = newMembership;
    }

    void lose() {
        lost = true;
    }

    /** Whether another member has the record, as far as we have heard. */
    public boolean lost() {
        return lost;
    }

    private void transaction(Publication publication, long committedOffset) {
        Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(partition, new OffsetAndMetadata(committedOffset));
        for (int attempt = 1; ; attempt++) {
            try {
                if (lost) {
                    throw new LeaseLostException("partition %s is another member's now".formatted(partition), null);
                }
                commit(publication, offsets);
                return;
            } catch (RebalanceInProgressException | CommitFailedException e) {
                // Either we are out, or our generation is stale for a moment and the next poll renews it.
                producer.abortTransaction();
                if (attempt == ATTEMPTS) {
                    throw new LeaseLostException("the group has given partition %s away".formatted(partition), e);
                }
                pause();
            } catch (ProducerFencedException | InvalidProducerEpochException e) {
                throw new LeaseLostException("the group has given partition %s away".formatted(partition), e);
            } catch (KafkaException e) {
                abortAfter(e);
                throw e;
            }
        }
    }

    private void commit(Publication publication, Map<TopicPartition, OffsetAndMetadata> offsets) {
        producer.beginTransaction();
        publication.to(producer::send);
        producer.sendOffsetsToTransaction(offsets, membership);
        producer.commitTransaction();
    }

    private void abortAfter(KafkaException failure) {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            failure.addSuppressed(e); // the next holder of the partition aborts it
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeaseLostException("interrupted while the group was rebalancing", e);
        }
    }
}
