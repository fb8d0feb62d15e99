package org.dengbej.feedback.listener;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;

/**
 * Bans of listeners. Who is banned is asked nothing more, and their ratings, votes and reviews do not count. Their recordings that no job has
 * are rejected, and those of others that they helped to approve wait again. Undoing a ban gives the recordings their state back.
 */
@ApplicationScoped
public class Bans {

    private static final String REASON = "its listener is banned";

    @Inject
    Database database;

    /** Bans a listener; banned already, the reason is the new one. */
    @Transactional
    public void ban(UUID listener, String reason) throws SQLException {
        requireListener(listener);
        database.update(
                "UPDATE listener SET banned_at = coalesce(banned_at, now()), ban_reason = ? WHERE id = ?",
                reason,
                listener);
        int rejected = database.update("""
                UPDATE correction SET state_before_ban = state, state = 'rejected', reason = ?
                WHERE submission IN (SELECT token FROM assignment WHERE listener = ? AND kind = 'recording')
                  AND job IS NULL AND state_before_ban IS NULL""", REASON, listener);
        int waiting = database.update("""
                UPDATE correction SET state = 'pending', reason = NULL
                WHERE id IN (SELECT correction FROM assignment WHERE listener = ? AND kind = 'review')
                  AND job IS NULL AND reason LIKE 'by % listeners'""", listener);
        Log.infof("listener banned: listener=%s rejected=%d waiting=%d", listener, rejected, waiting);
    }

    /** Undoes a ban. */
    @Transactional
    public void undo(UUID listener) throws SQLException {
        requireListener(listener);
        database.update("UPDATE listener SET banned_at = NULL, ban_reason = NULL WHERE id = ?", listener);
        database.update("""
                UPDATE correction SET state = state_before_ban, state_before_ban = NULL,
                    reason = CASE state_before_ban WHEN 'pending' THEN NULL ELSE 'as it was before a ban' END
                WHERE submission IN (SELECT token FROM assignment WHERE listener = ? AND kind = 'recording')
                  AND state_before_ban IS NOT NULL""", listener);
        Log.infof("ban undone: listener=%s", listener);
    }

    /** All who are banned. */
    public Set<UUID> banned() throws SQLException {
        return database.ids("SELECT id FROM listener WHERE banned_at IS NOT NULL").stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Refuses a listener who is banned.
     *
     * @throws InvalidInputException when that is so
     */
    public void requireWelcome(Listener listener) throws SQLException {
        if (database.exists("SELECT 1 FROM listener WHERE id = ? AND banned_at IS NOT NULL", listener.id())) {
            throw InvalidInputException.forbidden(ReasonMessages::listenerBanned);
        }
    }

    private void requireListener(UUID listener) throws SQLException {
        if (!database.exists("SELECT 1 FROM listener WHERE id = ?", listener)) {
            throw InvalidInputException.notFound(ReasonMessages::noSuchListener);
        }
    }
}
