package org.dengbej.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lease whose producer fails in each of the ways that producers fail. */
class LeaseTest {

    private static final TopicPartition PARTITION = new TopicPartition("jobs", 0);
    private static final ProducerRecord<String, byte[]> RESULT = new ProducerRecord<>("results", "k", new byte[1]);

    private final FailingProducer producer = new FailingProducer();
    private boolean stopping;
    private Lease lease;

    /** Fails as told, once each, and keeps the real producer's rule: a commit that timed out can only be asked for again. */
    private static final class FailingProducer extends MockProducer<String, byte[]> {

        final Queue<RuntimeException> offsets = new ArrayDeque<>();
        final Queue<RuntimeException> commits = new ArrayDeque<>();
        int aborts;
        int generation;
        private boolean committing;

        FailingProducer() {
            super(true, new RoundRobinPartitioner(), new StringSerializer(), new ByteArraySerializer());
            initTransactions();
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> committed, ConsumerGroupMetadata membership) {
            generation = membership.generationId();
            throwNext(offsets);
            super.sendOffsetsToTransaction(committed, membership);
        }

        @Override
        public void commitTransaction() {
            committing = commits.peek() instanceof TimeoutException;
            throwNext(commits);
            super.commitTransaction();
        }

        @Override
        public void abortTransaction() {
            if (committing) {
                throw new IllegalStateException(
                        "the previous call to `commitTransaction` timed out and must be retried");
            }
            aborts++;
            super.abortTransaction();
        }

        private static void throwNext(Queue<RuntimeException> failures) {
            if (!failures.isEmpty()) {
                throw failures.remove();
            }
        }
    }

    /** A generation of the group; there is no other way to make one without a broker. */
    @SuppressWarnings("removal")
    private static ConsumerGroupMetadata membership(int generation) {
        return new ConsumerGroupMetadata("group", generation, "member", Optional.empty());
    }

    @BeforeEach
    void aLease() {
        lease = new Lease(PARTITION, 7, membership(3), () -> stopping);
        lease.publishBy(producer, Duration.ofHours(1));
    }

    private void assertFinishedOnce() {
        assertThat(producer.history()).containsExactly(RESULT);
        assertThat(producer.consumerGroupOffsetsHistory())
                .containsExactly(Map.of("group", Map.of(PARTITION, new OffsetAndMetadata(8))));
        assertThat(lease.finished()).isTrue();
    }

    private void finish() {
        lease.finish(sender -> sender.send(RESULT));
    }

    @Test
    void aCommitThatTimesOutIsRetriedAndNeverAborted() {
        producer.commits.add(new TimeoutException("no answer"));
        producer.commits.add(new TimeoutException("no answer"));
        finish();
        assertFinishedOnce();
        assertThat(producer.aborts).isZero();
    }

    @Test
    void aTransactionOfAStaleGenerationIsAbortedAndRepeated() {
        producer.offsets.add(new CommitFailedException());
        producer.offsets.add(new TimeoutException("the coordinator moves"));
        producer.commits.add(new KafkaException("in an error state", new TimeoutException("a batch expired")));
        finish();
        assertFinishedOnce();
        assertThat(producer.aborts).isEqualTo(3);
    }

    @Test
    void aPublicationWhileTheWorkRunsDoesNotAcknowledgeTheRecord() {
        lease.publish(RESULT);
        assertThat(producer.history()).containsExactly(RESULT);
        assertThat(producer.consumerGroupOffsetsHistory())
                .containsExactly(Map.of("group", Map.of(PARTITION, new OffsetAndMetadata(7))));
        assertThat(lease.finished()).isFalse();
    }

    @Test
    void aLeaseIsAssertedByATransactionWithoutRecords() {
        lease.assertHeld();
        assertThat(producer.history()).isEmpty();
        assertThat(producer.consumerGroupOffsetsHistory()).hasSize(1);

        lease.lose();
        assertThat(lease.lost()).isTrue();
        assertThatThrownBy(lease::assertHeld).isInstanceOf(LeaseLostException.class);
        assertThat(producer.consumerGroupOffsetsHistory()).hasSize(1);
    }

    @Test
    void aMembershipThatWasRenewedIsTheOneThatPublishes() {
        lease.renew(membership(4));
        finish();
        assertThat(producer.generation).isEqualTo(4);
    }

    @Test
    void aSenderSaysWhereItsRecordIs() {
        lease.finish(sender -> assertThat(sender.send(RESULT))
                .succeedsWithin(Duration.ZERO)
                .extracting(RecordMetadata::topic)
                .isEqualTo("results"));
    }

    @Test
    void aFencedProducerMeansThatTheLeaseIsLost() {
        producer.commits.add(new KafkaException("in an error state", new ProducerFencedException("another one")));
        assertThatThrownBy(this::finish).isInstanceOf(LeaseLostException.class);
        assertThat(producer.history()).isEmpty();
        assertThat(lease.finished()).isFalse();
    }

    @Test
    void aFencedProducerWhoseTransactionWasOpenForTooLongOutlastedIt() {
        lease.publishBy(producer, Duration.ZERO);
        producer.commits.add(
                new KafkaException("in an error state", new ProducerFencedException("aborted for its age")));
        assertThatThrownBy(this::finish)
                .isInstanceOf(TransactionOutlastedException.class)
                .hasMessageContaining("transaction.timeout.ms");
    }

    @Test
    void aLeaseThatIsLostIsLostHoweverLongItsTransactionWasOpen() {
        lease.publishBy(producer, Duration.ZERO);
        producer.commits.add(new KafkaException("in an error state", new ProducerFencedException("another one")));
        assertThatThrownBy(() -> lease.finish(sender -> lease.lose())).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void theMembershipChangesWithTheGroupsGeneration() {
        String before = lease.membership();
        lease.renew(membership(4));
        assertThat(lease.membership()).isNotEqualTo(before);
    }

    @Test
    void aRecordThatIsTooLargeIsNotRetried() {
        producer.commits.add(new KafkaException("in an error state", new RecordTooLargeException()));
        assertThatThrownBy(this::finish)
                .isInstanceOf(KafkaException.class)
                .matches(failure -> KafkaErrors.permanent(failure).isPresent());
        assertThat(producer.aborts).isEqualTo(1);
    }

    @Test
    void aPublicationThatFailsLeavesNoTransactionOpen() {
        // Given a publication that fails by itself
        assertThatThrownBy(() -> lease.finish(sender -> {
                    sender.send(RESULT);
                    throw new UncheckedIOException(new IOException("the spool is gone"));
                }))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(producer.aborts).isEqualTo(1);

        // Then another, that says so, goes well
        finish();
        assertFinishedOnce();
    }

    @Test
    void anUnusableProducerIsKafkasFailureNotTheWorks() {
        producer.commits.add(new IllegalStateException("cannot execute transactional method"));
        assertThatThrownBy(this::finish).isInstanceOf(KafkaException.class);
    }

    @Test
    void aStopDoesNotWaitForAnUnavailableBroker() {
        stopping = true;
        producer.commits.add(new TimeoutException("no answer"));
        assertThatThrownBy(this::finish).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void aMembershipAfterTheLossDoesNotRenewTheLease() {
        // Given that the group gives the partition away, and takes us in again, while we publish
        assertThatThrownBy(() -> lease.finish(sender -> {
                    lease.lose();
                    lease.renew(membership(5));
                    producer.offsets.add(new CommitFailedException());
                }))
                .isInstanceOf(LeaseLostException.class);

        // Then the coordinator was asked by the membership that it can refuse
        assertThat(producer.generation).isEqualTo(3);
    }
}
