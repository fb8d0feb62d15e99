package org.dengbej.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

class KafkaErrorsTest {

    /** As a client wraps the failure that matters. */
    private static Throwable wrapped(Exception cause) {
        return new KafkaException("in an error state", new RuntimeException(cause));
    }

    @Test
    void aProducerThatAnotherReplacedIsFenced() {
        for (Exception fenced :
                new Exception[] {new ProducerFencedException("another one"), new InvalidProducerEpochException("old")
                }) {
            assertThat(KafkaErrors.fenced(fenced)).isTrue();
            assertThat(KafkaErrors.fenced(wrapped(fenced))).isTrue();
            assertThat(KafkaErrors.permanent(fenced)).isEmpty();
        }
    }

    @Test
    void aFailureThatPassesIsRetriable() {
        for (Exception passing : new Exception[] {
            new TimeoutException("no answer"),
            new TransactionAbortableException("abort it"),
            new RebalanceInProgressException(),
            new CommitFailedException()
        }) {
            assertThat(KafkaErrors.isRetriable(passing)).isTrue();
            assertThat(KafkaErrors.isRetriable(wrapped(passing))).isTrue();
            assertThat(KafkaErrors.fenced(passing)).isFalse();
        }
    }

    @Test
    void whatTheBrokerWillAlwaysRefuseIsPermanent() {
        for (Exception refused : new Exception[] {
            new RecordTooLargeException("17 MiB"),
            new InvalidTxnTimeoutException("longer than transaction.max.timeout.ms"),
            new KafkaException("Unexpected error in InitProducerIdResponse; larger than transaction.max.timeout.ms"),
            new TransactionOutlastedException(Duration.ofSeconds(700), Duration.ofSeconds(600), null),
            new TopicAuthorizationException("dengbej.batches"),
            new GroupAuthorizationException("dengbej-data-prep"),
            new InvalidTopicException("dengbej/batches"),
            new PolicyViolationException("no"),
            new InvalidRecordException("without a key on a compacted topic"),
            new UnsupportedVersionException("an old broker"),
            new SerializationException("a header")
        }) {
            assertThat(KafkaErrors.permanent(refused)).contains(refused);
            assertThat(KafkaErrors.permanent(wrapped(refused))).contains(refused);
            assertThat(KafkaErrors.isRetriable(refused)).isFalse();
            assertThat(KafkaErrors.fenced(refused)).isFalse();
        }
    }

    @Test
    void aBrokerThatIsAwayIsNotPermanent() {
        for (Exception away : new Exception[] {
            new TimeoutException("no answer"),
            new DisconnectException("closed"),
            new NotLeaderOrFollowerException("moved"),
            new CoordinatorNotAvailableException("starting"),
            new UnknownTopicOrPartitionException("its metadata is not there yet"),
            new NotEnoughReplicasException("one is down")
        }) {
            assertThat(KafkaErrors.permanent(wrapped(away))).isEmpty();
            assertThat(KafkaErrors.isRetriable(wrapped(away))).isTrue();
        }
    }

    @Test
    void anyOtherFailureIsNoneOfThem() {
        Throwable defect = wrapped(new IllegalArgumentException("a defect"));
        assertThat(KafkaErrors.fenced(defect)).isFalse();
        assertThat(KafkaErrors.isRetriable(defect)).isFalse();
        assertThat(KafkaErrors.permanent(defect)).isEmpty();
    }
}
