package org.dengbej.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.dengbej.events.Abbreviate;
import org.dengbej.events.InvalidEventException;
import org.dengbej.messaging.KafkaClientObserver.Observation;
import org.dengbej.messaging.WorkQueue.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Processor of single records: whatever the work on one throws, it is finished, dead-lettered or taken again. */
final class RecordProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(RecordProcessor.class);
    private static final Backoff BACKOFF = new Backoff(500, 15_000);

    private final Map<String, Object> connection;
    private final String group;
    private final Work work;
    private final Consumer<Throwable> deadLettered;
    private final KafkaClientObserver observer;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private int failures;

    /** The record whose transaction outlasted its limit last; null where none did. */
    private OffsetAndPartition outlasted;

    RecordProcessor(
            Map<String, Object> connection,
            String group,
            Work work,
            Consumer<Throwable> deadLettered,
            KafkaClientObserver observer) {
        this.connection = connection;
        this.group = group;
        this.work = work;
        this.deadLettered = deadLettered;
        this.observer = observer;
    }

    /** Ends the back-off before a record is taken again. */
    void stop() {
        stopped.countDown();
    }

    /**
     * Ends what a partition's last holder left open: until then nobody learns where the partition stands. Its producer is gone
     * before anybody could look at it, and is not observed.
     */
    void abortOpenTransaction(TopicPartition partition) {
        answerer(partition).close(Duration.ZERO);
    }

    private Producer<String, byte[]> producer(TopicPartition partition) {
        return KafkaClients.transactional(connection, group + "-" + partition);
    }

    /** A producer for an answer alone, which every broker allows. */
    private Producer<String, byte[]> answerer(TopicPartition partition) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, KafkaClients.SHORT_TRANSACTION_TIMEOUT_MS);
        return KafkaClients.transactional(settings, group + "-" + partition);
    }

    /** What was not committed when the work ends does not count. */
    private void with(Producer<String, byte[]> producer, Lease lease, Duration timeout, Runnable work) {
        try (Observation observed = observer.opened(producer)) {
            lease.publishBy(producer, timeout);
            work.run();
        } finally {
            producer.close(Duration.ZERO);
        }
    }

    /** Works on a record. Returns when nobody does any more; the lease says whether it was finished. */
    void handle(ConsumerRecord<String, byte[]> record, Lease lease) {
        try {
            workOrAnswer(record, lease);
        } catch (LeaseLostException e) {
            LOG.warn(
                    "record released: partition={} offset={} reason={}",
                    lease.partition(),
                    lease.offset(),
                    e.getMessage());
        } catch (Throwable e) { // whatever it is, the queue goes on
            if (KafkaErrors.isRetriable(e)) {
                LOG.warn(
                        "record taken again: partition={} offset={} reason={}",
                        lease.partition(),
                        lease.offset(),
                        e.toString());
            } else {
                LOG.error("record taken again: partition={} offset={}", lease.partition(), lease.offset(), e);
            }
        }
        if (lease.finished()) {
            failures = 0;
        } else if (!lease.lost()) {
            pause();
        }
        lease.end();
    }

    private void workOrAnswer(ConsumerRecord<String, byte[]> record, Lease lease) {
        try {
            with(
                    producer(lease.partition()),
                    lease,
                    KafkaClients.transactionTimeout(connection),
                    () -> work(record, lease));
        } catch (KafkaException e) {
            KafkaException why = refusal(e, lease).orElseThrow(() -> e);
            LOG.error(
                    "the broker takes no results of the record: partition={} offset={}",
                    lease.partition(),
                    lease.offset(),
                    e);
            with(
                    answerer(lease.partition()),
                    lease,
                    Duration.ofMillis(KafkaClients.SHORT_TRANSACTION_TIMEOUT_MS),
                    () -> answer(record, lease, why));
        }
    }

    /**
     * The failure that the broker will repeat for ever; empty for one that may pass. A transaction that outlasted its limit may have waited for a broker that was away: only one that
     * did so again, with nothing published in between, is too long by itself.
     */
    private Optional<KafkaException> refusal(KafkaException failure, Lease lease) {
        Optional<KafkaException> refusal = KafkaErrors.permanent(failure).map(RecordProcessor::asKafkaException);
        if (refusal.filter(TransactionOutlastedException.class::isInstance).isEmpty()) {
            return refusal;
        }
        OffsetAndPartition at = new OffsetAndPartition(lease.partition(), lease.offset());
        boolean again = at.equals(outlasted) && !lease.published();
        outlasted = at;
        return again ? refusal : Optional.empty();
    }

    private static KafkaException asKafkaException(Throwable refusal) {
        return refusal instanceof KafkaException kafka ? kafka : new KafkaException(refusal.getMessage(), refusal);
    }

    private record OffsetAndPartition(TopicPartition partition, long offset) {}

    private void answer(ConsumerRecord<String, byte[]> record, Lease lease, KafkaException why) {
        try {
            work.refused(record, lease, why);
        } catch (KafkaException e) {
            if (KafkaErrors.permanent(e).isEmpty()) {
                throw e;
            }
            deadLetter(record, lease, why); // where the answer is refused too
            return;
        }
        deadLettered.accept(why);
    }

    private void work(ConsumerRecord<String, byte[]> record, Lease lease) {
        try {
            work.on(record, lease);
        } catch (LeaseLostException | KafkaException e) {
            throw e;
        } catch (Throwable e) { // an Error too: what a record provokes is dead-lettered with it
            deadLetter(record, lease, e);
        }
    }

    private void deadLetter(ConsumerRecord<String, byte[]> record, Lease lease, Throwable why) {
        if (lease.finished()) {
            LOG.error(
                    "failed after the record was finished: partition={} offset={}",
                    lease.partition(),
                    lease.offset(),
                    why);
            return;
        }
        if (why instanceof InvalidEventException) {
            LOG.warn(
                    "dead-lettered: partition={} offset={} reason={}",
                    lease.partition(),
                    lease.offset(),
                    Abbreviate.of(why));
        } else {
            LOG.error("dead-lettered: partition={} offset={}", lease.partition(), lease.offset(), why);
        }
        lease.finish(sender -> sender.send(DeadLetters.of(record, why)));
        deadLettered.accept(why);
    }

    private void pause() {
        try {
            stopped.await(BACKOFF.delayMs(++failures), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
