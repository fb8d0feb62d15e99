package org.dengbej.messaging;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Classification of the clients' failures. They wrap the failure that matters, so that every cause is examined. */
final class KafkaErrors {

    private static final List<Class<? extends Throwable>> FENCED =
            List.of(ProducerFencedException.class, InvalidProducerEpochException.class);

    /** The last two: our generation is stale for a moment, until the next poll; or for good, and the next poll says so. */
    private static final List<Class<? extends Throwable>> RETRIABLE = List.of(
            RetriableException.class,
            TransactionAbortableException.class,
            RebalanceInProgressException.class,
            CommitFailedException.class);

    /** Refusals of the broker that no repetition changes, until somebody changes its settings or the record. */
    private static final List<Class<? extends Throwable>> PERMANENT = List.of(
            RecordTooLargeException.class,
            InvalidTxnTimeoutException.class,
            TransactionOutlastedException.class,
            AuthorizationException.class,
            InvalidTopicException.class,
            PolicyViolationException.class,
            InvalidRecordException.class,
            UnsupportedVersionException.class,
            UnsupportedForMessageFormatException.class,
            SerializationException.class);

    /** The broker's setting, which its message names. */
    private static final String MAX_TRANSACTION_TIMEOUT = "transaction.max.timeout.ms";

    private KafkaErrors() {}

    /** Another producer of the same id has taken over. */
    static boolean fenced(Throwable failure) {
        return FENCED.stream().anyMatch(kind -> find(failure, kind).isPresent());
    }

    /** The same transaction may go well later. */
    static boolean isRetriable(Throwable failure) {
        return RETRIABLE.stream().anyMatch(kind -> find(failure, kind).isPresent());
    }

    /** The same publication will never go well; the failure that says why. */
    static Optional<Throwable> permanent(Throwable failure) {
        return causes(failure)
                .filter(cause ->
                        PERMANENT.stream().anyMatch(kind -> kind.isInstance(cause)) || refusesTransactionTimeout(cause))
                .findFirst();
    }

    /** A producer that begins tells of {@link InvalidTxnTimeoutException} by its text alone. */
    private static boolean refusesTransactionTimeout(Throwable failure) {
        return failure instanceof KafkaException
                && String.valueOf(failure.getMessage()).contains(MAX_TRANSACTION_TIMEOUT);
    }

    private static Optional<Throwable> find(Throwable failure, Class<? extends Throwable> kind) {
        return causes(failure).filter(kind::isInstance).findFirst();
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
