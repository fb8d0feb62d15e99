package org.dengbej.trainer.messaging;

import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.dengbej.events.Event;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.trainer.run.JobLostException;
import org.dengbej.trainer.run.Journal;

/** Events of one job on Kafka, each in a transaction that only the job's holder can commit. */
final class KafkaJournal implements Journal {

    private static final String SOURCE = "/trainer-service";
    private static final int ATTEMPTS = 50;
    private static final long BETWEEN_ATTEMPTS_MS = 200;

    private final Producer<String, byte[]> producer;
    private final Lease lease;

    KafkaJournal(Producer<String, byte[]> producer, Lease lease) {
        this.producer = producer;
        this.lease = lease;
    }

    @Override
    public void publish(Event event) {
        transaction(CloudEvents.toRecord(event, SOURCE), lease.held());
    }

    @Override
    public void assertHeld() {
        transaction(null, lease.held());
    }

    /** The job has ended, and nobody will take it up again. */
    void acknowledge() {
        transaction(null, lease.ended());
    }

    /** Nobody can do this job: it is put aside. */
    void deadLetter(ProducerRecord<String, byte[]> record) {
        transaction(record, lease.ended());
    }

    private void transaction(ProducerRecord<String, byte[]> record, Map<TopicPartition, OffsetAndMetadata> offsets) {
        for (int attempt = 1; ; attempt++) {
            try {
                if (lease.lost()) {
                    throw new JobLostException(
                            "partition %s is another trainer's now".formatted(lease.partition()), null);
                }
                commit(record, offsets);
                return;
            } catch (RebalanceInProgressException e) {
                producer.abortTransaction();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                pause();
            } catch (CommitFailedException | FencedInstanceIdException e) {
                // Either we are out, or our generation is stale for a moment and the next poll renews the lease.
                producer.abortTransaction();
                if (lease.lost() || attempt == ATTEMPTS) {
                    throw new JobLostException(
                            "the group has given partition %s to another trainer".formatted(lease.partition()), e);
                }
                pause();
            } catch (ProducerFencedException e) {
                throw new JobLostException("another trainer has this one's name", e);
            } catch (KafkaException e) {
                producer.abortTransaction();
                throw e;
            }
        }
    }

    private void commit(ProducerRecord<String, byte[]> record, Map<TopicPartition, OffsetAndMetadata> offsets) {
        producer.beginTransaction();
        if (record != null) {
            producer.send(record);
        }
        producer.sendOffsetsToTransaction(offsets, lease.membership());
        producer.commitTransaction();
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobLostException("interrupted while the group was rebalancing", e);
        }
    }
}
