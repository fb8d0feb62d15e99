package org.dengbej.feedback.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.dengbej.events.Event;
import org.dengbej.events.EventJson;
import org.dengbej.events.EventType;
import org.dengbej.feedback.webhook.Webhooks;

/** Transactional outbox: events are written in the transaction of what caused them, and sent from here in order. */
@ApplicationScoped
public class Outbox {

    /** Key of the advisory lock: any number, the same in every replica. */
    private static final long SENDER_LOCK = 7_304_201;

    /**
     * An event that waits.
     *
     * @param id    its place in the order
     * @param event what it says
     * @param body  the same as it was written
     */
    public record Waiting(long id, Event event, byte[] body) {}

    /** Events that are counted; a backlog of more is told by its age. */
    private static final int MAX_COUNTED_EVENTS = 100_000;

    /**
     * The events that wait.
     *
     * @param events           number of them, up to {@value #MAX_COUNTED_EVENTS}
     * @param oldestAgeSeconds age of the oldest by the database's clock; 0 when none waits
     */
    public record Backlog(long events, double oldestAgeSeconds) {}

    /** The moment in which an event was added; observers of {@code AFTER_SUCCESS} see it when that transaction has committed. */
    public record Added() {}

    @Inject
    DataSource database;

    @Inject
    jakarta.enterprise.event.Event<Added> additions;

    @Inject
    Webhooks webhooks;

    /** Adds an event, to be sent, and told to webhooks, once the caller's transaction has committed. */
    public void add(Event event) throws SQLException {
        webhooks.add(event);
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO outbox (type, body) VALUES (?, ?)")) {
            insert.setString(1, event.type().type());
            insert.setBytes(2, EventJson.write(event));
            insert.executeUpdate();
        }
        additions.fire(new Added());
    }

    /** The oldest events that wait. Of several replicas one gets them, until its transaction ends; the others get none. */
    public List<Waiting> oldest(int limit) throws SQLException {
        List<Waiting> waiting = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT id, type, body FROM outbox
                        WHERE sent_at IS NULL AND (SELECT pg_try_advisory_xact_lock(?)) ORDER BY id LIMIT ?""")) {
            select.setLong(1, SENDER_LOCK);
            select.setInt(2, limit);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                EventType type = EventType.parse(rows.getString("type")).orElseThrow();
                byte[] body = rows.getBytes("body");
                waiting.add(new Waiting(rows.getLong("id"), EventJson.read(body, type.record()), body));
            }
        }
        return waiting;
    }

    public void markSent(List<Waiting> sent) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE outbox SET sent_at = now() WHERE id = ANY (?)")) {
            update.setArray(
                    1,
                    connection.createArrayOf(
                            "bigint", sent.stream().map(Waiting::id).toArray()));
            update.executeUpdate();
        }
    }

    /**
     * Deletes the events that were sent longer ago, the oldest first.
     *
     * @param limit events that are deleted at most
     * @return the number of those that were
     */
    int deleteSent(Duration longerAgo, int limit) throws SQLException {
        // The ids as an array: their number is then no reason to read the table from end to end.
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("""
                        DELETE FROM outbox WHERE id = ANY (ARRAY(
                            SELECT id FROM outbox WHERE sent_at < now() - make_interval(secs => ?)
                            ORDER BY sent_at LIMIT ? FOR UPDATE SKIP LOCKED))""")) {
            delete.setDouble(1, longerAgo.toMillis() / 1000.0);
            delete.setInt(2, limit);
            return delete.executeUpdate();
        }
    }

    /** The number and age of the events that wait. */
    public Backlog backlog() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT (SELECT count(*) FROM
                                   (SELECT FROM outbox WHERE sent_at IS NULL ORDER BY id LIMIT ?) waiting) AS events,
                               coalesce((SELECT extract(epoch FROM now() - created_at)
                                   FROM outbox WHERE sent_at IS NULL ORDER BY id LIMIT 1), 0)::float8 AS age_seconds""")) {
            select.setInt(1, MAX_COUNTED_EVENTS);
            ResultSet row = select.executeQuery();
            row.next();
            return new Backlog(row.getLong("events"), row.getDouble("age_seconds"));
        }
    }
}
