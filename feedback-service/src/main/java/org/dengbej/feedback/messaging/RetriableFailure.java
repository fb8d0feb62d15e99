package org.dengbej.feedback.messaging;

import java.util.function.Predicate;
import org.dengbej.feedback.voice.UnknownJobException;
import org.dengbej.feedback.web.DatabaseUnavailable;

/** Predicate of failures to handle a checkpoint that may pass: the database is unavailable, or its job's events are late. */
public final class RetriableFailure implements Predicate<Throwable> {

    private final Predicate<Throwable> retriable = new DatabaseUnavailable().or(new UnknownJobException.IsRecent());

    @Override
    public boolean test(Throwable failure) {
        return retriable.test(failure);
    }
}
