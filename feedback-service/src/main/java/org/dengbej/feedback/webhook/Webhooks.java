package org.dengbej.feedback.webhook;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.dengbej.events.Event;
import org.dengbej.events.EventJson;
import org.dengbej.events.EventType;
import org.dengbej.feedback.audit.Act;
import org.dengbej.feedback.audit.Audit;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.web.InvalidInputException;
import org.dengbej.feedback.web.ReasonMessages;
import org.dengbej.feedback.web.Require;

/** Webhooks in the database, and the queue of what is to be sent to them, in the transaction of what caused it. */
@ApplicationScoped
public class Webhooks {

    /** The types that can be asked for. Ratings are not among them: there are too many, and exports have them. */
    public static final List<String> TYPES = List.of(
                    EventType.VOICE_PROMOTED,
                    EventType.VOICE_ROLLED_BACK,
                    EventType.CORRECTION_RECORDED,
                    EventType.TRAIN_VOICE,
                    EventType.JOB_COMPLETED,
                    EventType.JOB_CANCELLED,
                    EventType.JOB_FAILED)
            .stream()
            .map(EventType::type)
            .toList();

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int MAX_URL_CHARACTERS = 1000;

    /** A delivery that this replica sends now. */
    record Due(long id, String event, String url, String secret, byte[] body, int attempts) {}

    @Inject
    Database database;

    @Inject
    Audit audit;

    public List<Webhook> all() throws SQLException {
        return database.list(
                row -> new Webhook(
                        row.getObject("id", UUID.class), row.getString("url"), row.getString("secret"), List.of((String
                                        [])
                                row.getArray("types").getArray())),
                "SELECT * FROM webhook ORDER BY created_at, id");
    }

    /** The newest deliveries. */
    public List<WebhookDelivery> deliveries(int limit) throws SQLException {
        return database.list(Webhooks::delivery, """
                SELECT w.url, d.* FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook ORDER BY d.id DESC LIMIT ?""", limit);
    }

    private static WebhookDelivery delivery(ResultSet row) throws SQLException {
        return new WebhookDelivery(
                row.getString("url"),
                row.getString("type"),
                Database.moment(row, "created_at"),
                row.getInt("attempts"),
                Database.moment(row, "next_attempt_at"),
                Database.moment(row, "delivered_at"),
                row.getString("error"));
    }

    /**
     * Adds a webhook with a new secret.
     *
     * @throws InvalidInputException when the address is none of http or https, or a type is not one of {@link #TYPES}
     */
    @Transactional
    public void add(String url, List<String> types) throws SQLException {
        String address = Require.present("url", Require.shortText("url", url, MAX_URL_CHARACTERS));
        if (!isAddress(address)) {
            throw InvalidInputException.malformed(ReasonMessages::notAnAddress);
        }
        if (types == null || types.isEmpty() || !TYPES.containsAll(types)) {
            throw InvalidInputException.malformed(reasons -> reasons.unknownEventType(TYPES));
        }
        database.update(
                "INSERT INTO webhook (id, url, secret, types) VALUES (?, ?, ?, ?)",
                UUID.randomUUID(),
                address,
                WebhookSignature.newSecret(),
                types.stream().distinct().toArray(String[]::new));
        audit.add(Act.ADD_WEBHOOK, address, String.join(" ", types));
    }

    private static boolean isAddress(String url) {
        try {
            URI address = new URI(url);
            return address.getScheme() != null
                    && SCHEMES.contains(address.getScheme())
                    && address.getHost() != null
                    && address.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /**
     * Removes a webhook, and what was to be sent there.
     *
     * @throws InvalidInputException when there is none
     */
    @Transactional
    public void remove(UUID id) throws SQLException {
        String url = database.first(row -> row.getString(1), "DELETE FROM webhook WHERE id = ? RETURNING url", id)
                .orElseThrow(() -> InvalidInputException.notFound(ReasonMessages::noSuchWebhook));
        audit.add(Act.REMOVE_WEBHOOK, url, null);
    }

    /** Queues an event for the webhooks that ask for its type, in the caller's transaction; one that is queued already stays so. */
    public void add(Event event) throws SQLException {
        String type = event.type().type();
        if (!TYPES.contains(type)) {
            return;
        }
        byte[] body = new JsonObject()
                .put("type", type)
                .put("timestamp", Instant.now())
                .put("data", new JsonObject(Buffer.buffer(EventJson.write(event))))
                .toBuffer()
                .getBytes();
        database.update("""
                INSERT INTO webhook_delivery (webhook, event, type, body)
                SELECT id, ?, ?, ? FROM webhook WHERE ? = ANY (types) ON CONFLICT DO NOTHING""", event.id(), type, body, type);
    }

    /** Takes deliveries that are due; another replica takes them again after {@code lease}, if nothing is told of them. */
    List<Due> take(int limit, Duration lease) throws SQLException {
        return database.list(
                row -> new Due(
                        row.getLong("id"),
                        row.getString("event"),
                        row.getString("url"),
                        row.getString("secret"),
                        row.getBytes("body"),
                        row.getInt("attempts")),
                """
                UPDATE webhook_delivery d
                SET attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => ?)
                FROM webhook w
                WHERE w.id = d.webhook AND d.id = ANY (ARRAY(
                    SELECT id FROM webhook_delivery WHERE next_attempt_at <= now()
                    ORDER BY next_attempt_at LIMIT ? FOR UPDATE SKIP LOCKED))
                RETURNING d.id, d.event, w.url, w.secret, d.body, d.attempts""",
                (double) lease.toSeconds(),
                limit);
    }

    void delivered(Due due) throws SQLException {
        database.update(
                "UPDATE webhook_delivery SET delivered_at = now(), next_attempt_at = NULL, error = NULL WHERE id = ?",
                due.id());
    }

    /** {@code delay}: until the next attempt; null for none. */
    void failed(Due due, String error, Duration delay) throws SQLException {
        database.update(
                "UPDATE webhook_delivery SET error = ?, next_attempt_at = now() + make_interval(secs => ?::float8) WHERE id = ?",
                error,
                delay == null ? null : (double) delay.toSeconds(),
                due.id());
    }

    /** Deletes deliveries that are over and older; the number of them. */
    int deleteDone(Duration olderThan, int limit) throws SQLException {
        return database.update("""
                DELETE FROM webhook_delivery WHERE id = ANY (ARRAY(
                    SELECT id FROM webhook_delivery
                    WHERE next_attempt_at IS NULL AND created_at < now() - make_interval(secs => ?)
                    ORDER BY created_at LIMIT ?))""", (double) olderThan.toSeconds(), limit);
    }
}
