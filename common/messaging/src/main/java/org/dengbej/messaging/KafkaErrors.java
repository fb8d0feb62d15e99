package org.dengbej.messaging;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;

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

    private KafkaErrors() {}

    /** Another producer of the same id has taken over. */
    static boolean fenced(Throwable failure) {
        return FENCED.stream().anyMatch(kind -> find(failure, kind).isPresent());
    }

    /** The same transaction may go well later. */
    static boolean isRetriable(Throwable failure) {
        return RETRIABLE.stream().anyMatch(kind -> find(failure, kind).isPresent());
    }

    /** The broker will never take the record. */
    static boolean tooLarge(Throwable failure) {
        return find(failure, RecordTooLargeException.class).isPresent();
    }

    private static Optional<Throwable> find(Throwable failure, Class<? extends Throwable> kind) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(kind::isInstance)
                .findFirst();
    }
}
