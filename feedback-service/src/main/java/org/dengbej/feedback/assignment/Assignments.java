package org.dengbej.feedback.assignment;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.listener.Listener;
import org.dengbej.feedback.listener.Listeners;
import org.dengbej.feedback.voice.Version;
import org.dengbej.feedback.voice.Versions;
import org.dengbej.feedback.voice.Voices;

/** The cards of listeners in the database: one at a time is open, and none comes twice. */
@ApplicationScoped
public class Assignments {

    /** Subject of a card. */
    private record Subject(UUID first, UUID second, UUID challenger, UUID correction) {

        static Subject of(UUID sentence) {
            return new Subject(sentence, null, null, null);
        }
    }

    /** Recordings that are looked at: however many wait, finding the next one takes the same time. */
    private static final int MAX_PENDING = 200;

    /** Sentences to record that are compared. */
    private static final int MAX_TO_RECORD = 500;

    /** Ratings that are looked at for what they say of the pronunciation, the newest. */
    private static final int MAX_RATINGS = 5000;

    /** The problem's name in the database, {@code RatingProblem.PRONUNCIATION}. */
    private static final String PRONUNCIATION = "pronunciation";

    private static final Duration PROBLEMS_AGE = Duration.ofMinutes(1);

    /** By the champion's SHA-256: what listeners find wrong changes slowly, and cards are given often. */
    private final Cache<String, PronunciationProblems> recentProblems = Caffeine.newBuilder()
            .expireAfterWrite(PROBLEMS_AGE)
            .maximumSize(100)
            .build();

    @Inject
    FeedbackConfig config;

    @Inject
    Database database;

    @Inject
    Listeners listeners;

    @Inject
    Voices voices;

    @Inject
    Versions versions;

    /**
     * The card that a listener is to answer: the open one, as long as it still makes sense, else a new one.
     *
     * @param network digest of the listener's network
     * @return empty when the voice has nothing more to ask this listener
     */
    @Transactional
    public Optional<Assignment> next(Listener listener, String voice, byte[] network) throws SQLException {
        Optional<Version> champion = voices.find(voice);
        if (champion.isEmpty()) {
            return Optional.empty();
        }
        Optional<Version> challenger = versions.challenger(voice);
        Optional<Assignment> open = open(listener, voice);
        if (open.isPresent() && isTimely(open.get(), champion.get(), challenger)) {
            return open;
        }
        if (open.isPresent()) {
            skip(open.get());
        }
        listeners.add(listener);
        return give(listener, champion.get(), challenger, network);
    }

    private Optional<Assignment> give(Listener listener, Version champion, Optional<Version> challenger, byte[] network)
            throws SQLException {
        int position = lastPosition(listener, champion.voice()) + 1;
        for (CardKind kind : CardSequence.at(listener.id(), position)) {
            Optional<Subject> subject = switch (kind) {
                case RATING -> leastRated(listener, champion);
                case PAIR -> challenger.isEmpty() ? Optional.empty() : pair(listener, champion, challenger.get());
                case REVIEW -> pendingCorrection(listener, champion.voice());
                case RECORDING -> toRecord(listener, champion);
                case GOLD -> gold(listener, champion.voice());
                case TRAP -> trap(listener, champion);
            };
            if (subject.isPresent()) {
                insert(listener, champion.voice(), kind, position, subject.get(), network);
                return open(listener, champion.voice());
            }
        }
        return Optional.empty();
    }

    /** A listener's card; empty for a token of somebody else's. */
    public Optional<Assignment> find(Listener listener, UUID token) throws SQLException {
        return one("SELECT * FROM assignment WHERE token = ? AND listener = ?", token, listener.id());
    }

    private Optional<Assignment> open(Listener listener, String voice) throws SQLException {
        return one("""
                SELECT * FROM assignment WHERE listener = ? AND voice = ? AND answered_at IS NULL
                ORDER BY position DESC LIMIT 1""", listener.id(), voice);
    }

    /** False for a card about a version that listeners do not hear any more, or about a recording that is decided. */
    private boolean isTimely(Assignment card, Version champion, Optional<Version> challenger) throws SQLException {
        return switch (card.kind()) {
            case RATING, RECORDING, TRAP -> isOf(card.first(), champion);
            case PAIR ->
                challenger.isPresent()
                        && (isOf(card.first(), champion) && isOf(card.second(), challenger.get())
                                || isOf(card.second(), champion) && isOf(card.first(), challenger.get()));
            case GOLD -> database.exists("SELECT 1 FROM correction WHERE id = ? AND gold", card.correction());
            case REVIEW ->
                database.exists(
                        "SELECT 1 FROM correction WHERE id = ? AND state = 'pending' AND held IS NULL",
                        card.correction());
        };
    }

    private boolean isOf(UUID sentence, Version version) throws SQLException {
        return voices.sentence(sentence)
                .filter(found -> found.sha256().equals(version.sha256()))
                .isPresent();
    }

    private Optional<Subject> leastRated(Listener listener, Version champion) throws SQLException {
        return id("""
                        SELECT s.id FROM sentence s
                        WHERE s.voice = ? AND s.sha256 = ? AND s.role = 'evaluation'
                          AND NOT EXISTS (SELECT 1 FROM assignment a
                                          WHERE a.listener = ? AND a.first = s.id AND a.kind = 'rating')
                        ORDER BY s.ratings, random() LIMIT 1""", champion.voice(), champion.sha256(), listener.id()).map(Subject::of);
    }

    private Optional<Subject> pair(Listener listener, Version champion, Version challenger) throws SQLException {
        // who hears a pair may prefer the first or the second whatever they are; at random, that favours neither
        boolean championFirst = ThreadLocalRandom.current().nextBoolean();
        return database.first(
                row -> {
                    UUID old = row.getObject("champion", UUID.class);
                    UUID young = row.getObject("challenger", UUID.class);
                    return new Subject(championFirst ? old : young, championFirst ? young : old, young, null);
                },
                """
                SELECT o.id AS champion, n.id AS challenger FROM sentence o
                JOIN sentence n ON n.voice = o.voice AND n.sha256 = ? AND n.text = o.text
                WHERE o.voice = ? AND o.sha256 = ? AND o.role = 'evaluation'
                  AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a.listener = ? AND a.kind = 'pair'
                                  AND a.challenger = n.id)
                ORDER BY random() LIMIT 1""",
                challenger.sha256(),
                champion.voice(),
                champion.sha256(),
                listener.id());
    }

    /** Of the recordings that wait longest, one that the listener has not recorded and not reviewed. */
    private Optional<Subject> pendingCorrection(Listener listener, String voice) throws SQLException {
        return id("""
                        SELECT c.id FROM (SELECT id, submission, recorded_at FROM correction
                                          WHERE state = 'pending' AND checked_at IS NOT NULL AND held IS NULL AND voice = ?
                                          ORDER BY recorded_at LIMIT ?) c
                        WHERE NOT EXISTS (SELECT 1 FROM assignment own WHERE own.token = c.submission AND own.listener = ?)
                          AND NOT EXISTS (SELECT 1 FROM assignment a
                                          WHERE a.listener = ? AND a.correction = c.id AND a.kind = 'review')
                        ORDER BY c.recorded_at LIMIT 1""", voice, MAX_PENDING, listener.id(), listener.id())
                .map(correction -> new Subject(null, null, null, correction));
    }

    /** Of the sentences that the listener was not asked for, the one with most of what listeners find wrong; any of equals. */
    private Optional<Subject> toRecord(Listener listener, Version champion) throws SQLException {
        PronunciationProblems problems = problems(champion);
        return database
                .list(
                        row -> Map.entry(row.getObject("id", UUID.class), problems.of(row.getString("text"))),
                        """
                        SELECT s.id, s.text FROM sentence s
                        WHERE s.voice = ? AND s.sha256 = ? AND s.role = 'recording'
                          AND NOT EXISTS (SELECT 1 FROM assignment a
                                          WHERE a.listener = ? AND a.first = s.id AND a.kind = 'recording')
                        ORDER BY random() LIMIT ?""",
                        champion.voice(),
                        champion.sha256(),
                        listener.id(),
                        MAX_TO_RECORD)
                .stream()
                .max(Map.Entry.comparingByValue())
                .map(sentence -> Subject.of(sentence.getKey()));
    }

    private PronunciationProblems problems(Version champion) throws SQLException {
        PronunciationProblems known = recentProblems.getIfPresent(champion.sha256());
        if (known == null) {
            known = PronunciationProblems.of(
                    database.list(
                            row -> new PronunciationProblems.Heard(
                                    row.getString("listener"), row.getString("text"), row.getBoolean("named")),
                            """
                            SELECT a.listener, s.text, ? = ANY (r.problems) AS named FROM sentence s
                            JOIN rating r ON r.sentence = s.id
                            JOIN assignment a ON a.token = r.submission
                            WHERE s.voice = ? AND s.sha256 = ? AND s.role = 'evaluation'
                            ORDER BY r.given_at DESC LIMIT ?""",
                            PRONUNCIATION,
                            champion.voice(),
                            champion.sha256(),
                            MAX_RATINGS),
                    config.trigger().problemListeners());
            recentProblems.put(champion.sha256(), known);
        }
        return known;
    }

    /** Somebody else's recording that is gold. */
    private Optional<Subject> gold(Listener listener, String voice) throws SQLException {
        return id("""
                        SELECT c.id FROM correction c
                        WHERE c.voice = ? AND c.gold AND c.state = 'approved'
                          AND NOT EXISTS (SELECT 1 FROM assignment own WHERE own.token = c.submission AND own.listener = ?)
                          AND NOT EXISTS (SELECT 1 FROM assignment a
                                          WHERE a.listener = ? AND a.correction = c.id AND a.kind = 'gold')
                        ORDER BY random() LIMIT 1""", voice, listener.id(), listener.id())
                .map(correction -> new Subject(null, null, null, correction));
    }

    private Optional<Subject> trap(Listener listener, Version champion) throws SQLException {
        return id("""
                        SELECT s.id FROM sentence s
                        WHERE s.voice = ? AND s.sha256 = ? AND s.role = 'trap'
                          AND NOT EXISTS (SELECT 1 FROM assignment a
                                          WHERE a.listener = ? AND a.first = s.id AND a.kind = 'trap')
                        ORDER BY random() LIMIT 1""", champion.voice(), champion.sha256(), listener.id()).map(Subject::of);
    }

    private int lastPosition(Listener listener, String voice) throws SQLException {
        return database.first(
                        row -> row.getInt(1),
                        "SELECT coalesce(max(position), 0) FROM assignment WHERE listener = ? AND voice = ?",
                        listener.id(),
                        voice)
                .orElseThrow();
    }

    /** Inserts a card; where another tab was faster, that one's card stays. */
    private void insert(Listener listener, String voice, CardKind kind, int position, Subject subject, byte[] network)
            throws SQLException {
        database.update(
                """
                INSERT INTO assignment (token, listener, voice, kind, position, first, second, challenger, correction, network)
                VALUES (?, ?, ?, ?, ?, ?::uuid, ?::uuid, ?::uuid, ?::uuid, ?) ON CONFLICT DO NOTHING""",
                UUID.randomUUID(),
                listener.id(),
                voice,
                kind.label(),
                position,
                subject.first(),
                subject.second(),
                subject.challenger(),
                subject.correction(),
                network);
    }

    /** Takes note that a card's sound was fetched. */
    public void heard(Assignment card, boolean second) throws SQLException {
        String column = second ? "second_heard_at" : "first_heard_at";
        database.update(
                "UPDATE assignment SET %s = coalesce(%s, now()) WHERE token = ?".formatted(column, column),
                card.token());
    }

    /** True for a card that was closed without an answer. */
    public boolean isSkipped(Assignment card) throws SQLException {
        return database.exists("SELECT 1 FROM assignment WHERE token = ? AND skipped", card.token());
    }

    /** Closes a card without an answer. */
    public void skip(Assignment card) throws SQLException {
        database.update(
                "UPDATE assignment SET answered_at = now(), skipped = true WHERE token = ? AND answered_at IS NULL",
                card.token());
    }

    /**
     * Closes a card with its answer, which counts if its sounds were fetched at least as long ago as they last: part of the caller's
     * transaction.
     *
     * @param played what the page says of it; null where it has no script
     */
    public void answered(Assignment card, Boolean played) throws SQLException {
        database.update("""
                UPDATE assignment a SET answered_at = now(), heard = coalesce(?::boolean, true)
                    AND (a.first IS NULL OR a.first_heard_at + make_interval(secs => (SELECT seconds FROM sentence WHERE id = a.first)) <= now()) IS TRUE
                    AND (a.kind <> 'gold' OR a.first_heard_at + make_interval(secs => (SELECT seconds FROM correction WHERE id = a.correction)) <= now()) IS TRUE
                    AND (a.second IS NULL OR a.second_heard_at + make_interval(secs => (SELECT seconds FROM sentence WHERE id = a.second)) <= now()) IS TRUE
                WHERE token = ? AND answered_at IS NULL""", played, card.token());
    }

    private Optional<Assignment> one(String query, Object... values) throws SQLException {
        return database.first(Assignments::assignment, query, values);
    }

    private static Assignment assignment(ResultSet row) throws SQLException {
        return new Assignment(
                row.getObject("token", UUID.class),
                row.getObject("listener", UUID.class),
                row.getString("voice"),
                CardKind.parse(row.getString("kind")),
                row.getInt("position"),
                row.getObject("first", UUID.class),
                row.getObject("second", UUID.class),
                row.getObject("correction", UUID.class),
                row.getTimestamp("answered_at") != null);
    }

    private Optional<UUID> id(String query, Object... values) throws SQLException {
        return database.first(row -> row.getObject(1, UUID.class), query, values);
    }
}
