package org.dengbej.feedback.web;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/** Predicate of failures that say that the database is unavailable: stopped, starting, full, or all connections in use. */
public final class DatabaseUnavailable implements Predicate<Throwable> {

    public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /**
     * Error classes of <a href="https://www.postgresql.org/docs/17/errcodes-appendix.html">SQLSTATE</a>: connection, resources,
     * operator's intervention, system.
     */
    private static final Set<String> CLASSES = Set.of("08", "53", "57", "58");

    /** Of the pool, which gives no SQLSTATE. */
    private static final String POOL_TIMEOUT = "acquisition timeout";

    private static final int MAX_CAUSES = 20;

    @Override
    public boolean test(Throwable failure) {
        return matches(failure);
    }

    public static boolean matches(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            // A commit that failed: nothing was wrong with what was asked, and the same submission sent again counts
            // once.
            if (cause instanceof RollbackException || cause instanceof SQLException sql && unavailable(sql)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean unavailable(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLTransientException
                || state != null && state.length() == 5 && CLASSES.contains(state.substring(0, 2))
                || state == null && e.getMessage() != null && e.getMessage().contains(POOL_TIMEOUT);
    }
}
