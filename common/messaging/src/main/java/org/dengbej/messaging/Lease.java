package org.dengbej.messaging;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to work on one record of a {@link WorkQueue}. Whatever its holder publishes goes out in a transaction that names the
 * holder's membership: the group's coordinator refuses it from a member that has been given up, whatever it believes itself.
 *
 * <p>A broker that is away is waited for: publishing returns when what was published counts, and throws when it never will.
 */
public final class Lease {

    /** The records of one transaction; called again when the transaction has to be repeated. */
    public interface Publication {

        /** Sends records by {@code sender}; what it throws undoes all of them. */
        void to(Sender sender);
    }

    /** Sends within a transaction. */
    public interface Sender {
        Future<RecordMetadata> send(ProducerRecord<String, byte[]> record);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
    private static final Backoff BACKOFF = new Backoff(200, 5_000);

    private final TopicPartition partition;
    private final long offset;
    private final BooleanSupplier stopping;
    private volatile Producer<String, byte[]> producer;
    private volatile ConsumerGroupMetadata membership;
    private volatile boolean lost;
    private volatile boolean finished;
    private volatile boolean over;
    private volatile boolean published;
    private volatile Duration transactionTimeout = Duration.ofMillis(KafkaClients.TRANSACTION_TIMEOUT_MS);

    /** {@code stopping}: there is no time left to wait for a broker that is away. */
    Lease(TopicPartition partition, long offset, ConsumerGroupMetadata membership, BooleanSupplier stopping) {
        this.partition = partition;
        this.offset = offset;
        this.membership = membership;
        this.stopping = stopping;
    }

    /** {@code timeout}: after which the broker aborts a transaction of the producer. */
    void publishBy(Producer<String, byte[]> transactional, Duration timeout) {
        producer = transactional;
        transactionTimeout = timeout;
    }

    /** True when any transaction was committed. */
    boolean published() {
        return published;
    }

    /**
     * The membership that this right comes from. Work that keeps state over several records may keep it while this stays equal: until
     * then the same member had the same partitions.
     */
    public String membership() {
        ConsumerGroupMetadata current = membership;
        return current.memberId() + "/" + current.generationId();
    }

    /** The partition in which the record lies. */
    public int partitionNumber() {
        return partition.partition();
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

    /**
     * Publishes the work's results and acknowledges the record, both or none.
     *
     * @throws LeaseLostException when the record is no longer ours, and nothing of it counts
     */
    public void finish(Publication results) {
        transaction(results, offset + 1);
        finished = true;
    }

    TopicPartition partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    /** After a rebalance that left us the partition. A membership that came after the loss is no right to this record. */
    void renew(ConsumerGroupMetadata newMembership) {
        if (!lost) {
            membership = newMembership;
        }
    }

    void lose() {
        lost = true;
    }

    /** True when another member has the record, as far as this one was told. */
    public boolean lost() {
        return lost;
    }

    /** True when the record was acknowledged. */
    boolean finished() {
        return finished;
    }

    /** Nobody works on the record any more. */
    void end() {
        over = true;
    }

    boolean over() {
        return over;
    }

    private void transaction(Publication publication, long committedOffset) {
        Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(partition, new OffsetAndMetadata(committedOffset));
        for (int failures = 0; !committed(publication, offsets, failures); ) {
            pause(BACKOFF.delayMs(++failures));
        }
    }

    /** One attempt: true when it counts, false when it was undone and is worth another. */
    private boolean committed(
            Publication publication, Map<TopicPartition, OffsetAndMetadata> offsets, int failuresBefore) {
        if (lost) {
            throw new LeaseLostException("partition %s is another member's now".formatted(partition), null);
        }
        long beginNanos = System.nanoTime();
        try {
            callProducer(producer::beginTransaction);
            publication.to(this::send);
            callProducer(() -> producer.sendOffsetsToTransaction(offsets, membership));
            // A commit that timed out may have been done: it is asked for again, never undone.
            retryOnTimeout(producer::commitTransaction);
            published = true;
            return true;
        } catch (LeaseLostException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            Duration open = Duration.ofNanos(System.nanoTime() - beginNanos);
            if (KafkaErrors.fenced(e) && !lost && open.compareTo(transactionTimeout) >= 0) {
                // The broker fences the producer of a transaction that it aborted for its age, as it does for a
                // successor.
                throw new TransactionOutlastedException(open, transactionTimeout, e);
            }
            if (KafkaErrors.fenced(e)) {
                throw new LeaseLostException("the group has given partition %s away".formatted(partition), e);
            }
            abort(e);
            if (!KafkaErrors.isRetriable(e)) {
                throw e;
            }
            if (failuresBefore == 0) {
                LOG.warn("transaction repeated: partition={} offset={} reason={}", partition, offset, e.toString());
            }
            return false;
        }
    }

    private Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
        return callProducer(() -> producer.send(record));
    }

    private void abort(Throwable failure) {
        try {
            retryOnTimeout(producer::abortTransaction);
        } catch (KafkaException | LeaseLostException e) {
            // The producer can do no more; the partition's next one ends the transaction.
            e.addSuppressed(failure);
            throw e;
        }
    }

    /** A call that may be repeated when it was not answered in time. */
    private void retryOnTimeout(Runnable call) {
        for (boolean told = false; ; told = true) {
            try {
                callProducer(call);
                return;
            } catch (TimeoutException e) {
                if (lost || stopping.getAsBoolean()) {
                    throw new LeaseLostException("the broker did not answer and there is no time to wait for it", e);
                }
                if (!told) {
                    LOG.warn(
                            "the broker does not answer: partition={} offset={} reason={}",
                            partition,
                            offset,
                            e.getMessage());
                }
            }
        }
    }

    private static void callProducer(Runnable call) {
        callProducer(() -> {
            call.run();
            return null;
        });
    }

    /** An unusable producer is reported as Kafka's failure, not as a defect of the work that publishes by it. */
    private static <T> T callProducer(Supplier<T> call) {
        try {
            return call.get();
        } catch (IllegalStateException e) {
            throw new KafkaException(e);
        }
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeaseLostException("interrupted while waiting for the broker", e);
        }
    }
}
