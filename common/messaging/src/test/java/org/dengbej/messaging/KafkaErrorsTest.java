package org.dengbej.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
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
            assertThat(KafkaErrors.tooLarge(fenced)).isFalse();
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
    void aRecordThatIsTooLargeIsNeverTaken() {
        Exception tooLarge = new RecordTooLargeException("17 MiB");
        assertThat(KafkaErrors.tooLarge(wrapped(tooLarge))).isTrue();
        assertThat(KafkaErrors.isRetriable(tooLarge)).isFalse();
    }

    @Test
    void anyOtherFailureIsNoneOfThem() {
        Throwable defect = wrapped(new IllegalArgumentException("a defect"));
        assertThat(KafkaErrors.fenced(defect)).isFalse();
        assertThat(KafkaErrors.isRetriable(defect)).isFalse();
        assertThat(KafkaErrors.tooLarge(defect)).isFalse();
    }
}
