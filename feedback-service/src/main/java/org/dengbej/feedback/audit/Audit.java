package org.dengbej.feedback.audit;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import org.dengbej.feedback.database.Database;

/** The audit log in the database. An entry is part of the caller's transaction: no act without it, and none of what was not done. */
@ApplicationScoped
public class Audit {

    @Inject
    Database database;

    @Inject
    SecurityIdentity identity;

    /** Adds an act of the request's principal; {@code detail}: null for none. */
    public void add(Act act, String subject, String detail) throws SQLException {
        add(identity.getPrincipal().getName(), act, subject, detail);
    }

    /** Adds an act of whom no request is authenticated as yet. */
    public void add(String who, Act act, String subject, String detail) throws SQLException {
        database.update(
                "INSERT INTO audit (who, act, subject, detail) VALUES (?, ?, ?, ?)", who, act.label(), subject, detail);
    }

    /** The newest entries before one. */
    public List<AuditEntry> before(long id, int limit) throws SQLException {
        return database.list(
                row -> new AuditEntry(
                        row.getLong("id"),
                        row.getTimestamp("moment").toInstant(),
                        row.getString("who"),
                        row.getString("act"),
                        row.getString("subject"),
                        row.getString("detail")),
                "SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?",
                id,
                limit);
    }
}
