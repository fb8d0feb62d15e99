package org.dengbej.messaging;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
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
        producer(partition).close(Duration.ZERO);
    }

    private Producer<String, byte[]> producer(TopicPartition partition) {
        return KafkaClients.transactional(connection, group + "-" + partition);
    }

    /** What was not committed when the work ends does not count. */
    private void work(Producer<String, byte[]> producer, ConsumerRecord<String, byte[]> record, Lease lease) {
        try (Observation observed = observer.opened(producer)) {
            lease.publishBy(producer);
            work(record, lease);
        } finally {
            producer.close(Duration.ZERO);
        }
    }

    /** Works on a record. Returns when nobody does any more; the lease says whether it was finished. */
    void handle(ConsumerRecord<String, byte[]> record, Lease lease) {
        try {
            work(producer(lease.partition()), record, lease);
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

    private void work(ConsumerRecord<String, byte[]> record, Lease lease) {
        try {
            work.on(record, lease);
        } catch (LeaseLostException e) {
            throw e;
        } catch (KafkaException e) {
            if (!KafkaErrors.tooLarge(e)) {
                throw e;
            }
            deadLetter(record, lease, e);
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
