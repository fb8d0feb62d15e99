package org.dengbej.messaging;

import java.time.Duration;
import org.apache.kafka.common.KafkaException;

/** A transaction was open for longer than its time limit, so that the broker aborted it, more than once for the same record. */
public final class TransactionOutlastedException extends KafkaException {

    private static final long serialVersionUID = 1L;

    TransactionOutlastedException(Duration open, Duration limit, Throwable cause) {
        super(
                "what was to be published takes longer than a transaction may be open: %d s, expected at most %d s (transaction.timeout.ms)"
                        .formatted(open.toSeconds(), limit.toSeconds()),
                cause);
    }
}
