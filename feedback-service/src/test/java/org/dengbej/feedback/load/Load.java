package org.dengbej.feedback.load;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dengbej.events.CorrectionRecorded;
import org.dengbej.events.RatingGiven;
import org.dengbej.events.Topics;
import org.dengbej.feedback.client.TestVoice;
import org.dengbej.testing.TopicProbe;

/**
 * Load test: starts broker, database and the packaged service, simulates concurrent listeners, prints their latencies, and checks that
 * everything acknowledged is stored and sent once. Exits with 1 when it is not.
 */
final class Load {

    private static final Duration OUTBOX_EMPTY = Duration.ofSeconds(60);

    private Load() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(run(LoadOptions.parse(arguments)) ? 0 : 1);
    }

    private static boolean run(LoadOptions options) throws Exception {
        try (LoadStack stack = LoadStack.start(options);
                TopicProbe probe = new TopicProbe(stack.kafka().bootstrapServers(), Topics.FEEDBACK)) {
            Latencies latencies = new Latencies();
            LoadListener.Acknowledged acknowledged = new LoadListener.Acknowledged(
                    new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
            listen(options, stack, latencies, acknowledged);
            System.out.printf(
                    "%d listeners for %d s, pausing %d ms on average; %d of 100 ratings with a recording of 3 s%n%s",
                    options.listeners(),
                    options.seconds(),
                    options.pauseMs(),
                    options.uploads(),
                    latencies.table(options.seconds()));
            return verify(stack, probe, acknowledged);
        }
    }

    private static void listen(
            LoadOptions options, LoadStack stack, Latencies latencies, LoadListener.Acknowledged acknowledged)
            throws Exception {
        byte[] recording = TestVoice.recording(3);
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.seconds());
        ExecutorService threads = Executors.newFixedThreadPool(options.listeners());
        List<Future<Void>> all = new ArrayList<>();
        for (int i = 0; i < options.listeners(); i++) {
            all.add(threads.submit(new LoadListener(
                    stack.port(), stack.voice(), options, recording, endNanos, latencies, acknowledged, i)));
        }
        for (Future<Void> one : all) {
            one.get();
        }
        threads.shutdown();
    }

    private static boolean verify(LoadStack stack, TopicProbe probe, LoadListener.Acknowledged acknowledged)
            throws SQLException, InterruptedException {
        boolean passed = acknowledged.errors().isEmpty();
        System.out.printf("errors: %d%n", acknowledged.errors().size());
        acknowledged.errors().stream().distinct().limit(10).forEach(error -> System.out.println("  " + error));
        try (Connection database = DriverManager.getConnection(
                stack.postgres().jdbcUrl(),
                stack.postgres().user(),
                stack.postgres().password())) {
            awaitEmptyOutbox(database);
            passed &= compare("ratings in the database", acknowledged.ratings(), ids(database, "rating"));
            passed &= compare("recordings in the database", acknowledged.corrections(), ids(database, "correction"));
        }
        passed &= compare(
                "ratings on the topic",
                acknowledged.ratings(),
                probe.all(RatingGiven.class).stream().map(RatingGiven::rating).toList());
        passed &= compare(
                "recordings on the topic",
                acknowledged.corrections(),
                probe.all(CorrectionRecorded.class).stream()
                        .map(CorrectionRecorded::correction)
                        .toList());
        return passed;
    }

    private static void awaitEmptyOutbox(Connection database) throws SQLException, InterruptedException {
        long deadlineNanos = System.nanoTime() + OUTBOX_EMPTY.toNanos();
        while (ids(database, "outbox WHERE sent_at IS NULL").size() > 0 && System.nanoTime() < deadlineNanos) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static List<String> ids(Connection database, String table) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (var select = database.createStatement()) {
            ResultSet rows = select.executeQuery("SELECT id::text FROM " + table);
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    private static boolean compare(String what, Collection<String> acknowledged, List<String> found) {
        Map<String, Integer> times = new HashMap<>();
        found.forEach(id -> times.merge(id, 1, Integer::sum));
        long missing =
                acknowledged.stream().filter(id -> !times.containsKey(id)).count();
        long twice = times.values().stream().filter(count -> count > 1).count();
        System.out.printf(
                "%s: %d acknowledged, %d found, %d missing, %d more than once%n",
                what, acknowledged.size(), found.size(), missing, twice);
        return missing == 0 && twice == 0;
    }
}
