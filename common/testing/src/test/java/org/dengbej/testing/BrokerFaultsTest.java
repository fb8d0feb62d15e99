package org.dengbej.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dengbej.embedded.EmbeddedKafka;
import org.dengbej.embedded.FreePorts;
import org.dengbej.events.CancelJob;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.Topics;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.OffsetRangeReader;
import org.dengbej.messaging.TopicAdmin;
import org.dengbej.messaging.WorkQueue;
import org.dengbej.messaging.WorkQueue.Membership;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue of long work, and a reader, while their broker hangs, stops and dies. */
@Tag("long")
class BrokerFaultsTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static int port;
    private static EmbeddedKafka broker;

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private TopicProbe probe;
    private WorkQueue queue;

    @BeforeAll
    static void aBroker() {
        port = FreePorts.one();
        broker = EmbeddedKafka.start(folder, port);
        TopicAdmin.createMissing(broker.bootstrapServers(), Topics.all());
    }

    @AfterAll
    static void stop() {
        broker.stop();
    }

    @BeforeEach
    void open() {
        probe = new TopicProbe(broker.bootstrapServers(), Topics.DATASETS);
    }

    @AfterEach
    void close() {
        queue.stop(Duration.ofSeconds(10));
        probe.close();
    }

    private static Map<String, Object> connection() {
        return Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "max.block.ms", 1_000, // shorter than the broker is away
                "reconnect.backoff.max.ms", 1_000);
    }

    private void start(WorkQueue.Work work) {
        Membership members = new Membership(Topics.JOB_COMMANDS, "group-" + port, Duration.ofSeconds(20));
        queue = new WorkQueue(
                connection(),
                members,
                (record, lease) -> {
                    taken.add(record.key());
                    work.on(record, lease);
                },
                why -> {
                    throw new AssertionError(why);
                });
        queue.start();
    }

    private void ask(String name) {
        probe.send(CloudEvents.toRecord(new CancelJob(name, "test"), "/test"));
    }

    private static ProducerRecord<String, byte[]> result(String name, int number) {
        return CloudEvents.toRecord(new DatasetFailed(name, name + "/" + number, "result " + number), "/test");
    }

    private List<String> results(String name) {
        return probe.all(DatasetFailed.class).stream()
                .filter(event -> event.dataset().equals(name))
                .map(DatasetFailed::request)
                .toList();
    }

    private static List<String> numbered(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + "/" + i).toList();
    }

    private static void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(broker.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aCommitThatIsAnsweredLateCountsOnce() {
        // Given a broker that hangs when the results are sent, for longer than a commit waits
        CountDownLatch hangs = new CountDownLatch(1);
        start((record, lease) -> lease.finish(sender -> {
            sender.send(result(record.key(), 0));
            if (hangs.getCount() > 0) {
                signal("STOP");
                hangs.countDown();
                CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS).execute(() -> signal("CONT"));
            }
        }));

        // When
        ask("late");
        await().atMost(SOON).until(() -> hangs.getCount() == 0);
        probe.await(DatasetFailed.class, "late");

        // Then
        assertThat(results("late")).containsExactly("late/0");
        assertThat(taken).containsExactly("late");
    }

    @Test
    void workResumesWhenTheBrokerReturnsAndEachResultCountsOnce() {
        // Given work that publishes again and again
        int count = 40;
        CountDownLatch some = new CountDownLatch(5);
        start((record, lease) -> {
            for (int i = 0; i < count; i++) {
                lease.publish(result(record.key(), i));
                some.countDown();
                await().pollDelay(Duration.ofMillis(50)).until(() -> true);
            }
            lease.finish(sender -> {});
        });
        ask("stopped");
        await().atMost(SOON).until(() -> some.getCount() == 0);
        await().atMost(SOON).until(() -> queue.secondsSinceHeartbeat() < 3);

        // When the broker is stopped
        broker.stop();

        // Then the queue knows
        await().atMost(SOON).until(() -> queue.secondsSinceHeartbeat() >= 4);

        // And when it is started again
        broker = EmbeddedKafka.start(folder, port);
        probe.await(DatasetFailed.class, event -> event.request().equals("stopped/" + (count - 1)));

        // Then the work resumed where it was
        await().atMost(SOON).until(() -> queue.secondsSinceHeartbeat() < 3);
        assertThat(results("stopped")).isEqualTo(numbered("stopped", count));
        assertThat(taken).containsExactly("stopped");
    }

    @Test
    void aTransactionDuringWhichTheBrokerDiesCountsOnceAndReadersReadOn() {
        // Given a broker that is killed when half of the results are sent
        CountDownLatch killed = new CountDownLatch(1);
        start((record, lease) -> lease.finish(sender -> {
            for (int i = 0; i < 10; i++) {
                sender.send(result(record.key(), i));
                if (i == 5 && killed.getCount() > 0) {
                    broker.kill();
                    killed.countDown();
                }
            }
        }));
        ask("killed");
        await().atMost(SOON).until(() -> killed.getCount() == 0);

        // And a reader that began before it is back
        CompletableFuture<List<String>> read = CompletableFuture.supplyAsync(() -> {
            List<String> keys = new ArrayList<>();
            try (OffsetRangeReader log = OffsetRangeReader.open(connection(), SOON)) {
                Iterator<ConsumerRecord<String, byte[]>> records =
                        log.read(new OffsetRange(Topics.DATASETS, 0, 0, 10, 10));
                records.forEachRemaining(record -> keys.add(record.key()));
            }
            return keys;
        });

        // When
        broker = EmbeddedKafka.start(folder, port);
        probe.await(DatasetFailed.class, event -> event.request().equals("killed/9"));

        // Then
        assertThat(results("killed")).isEqualTo(numbered("killed", 10));
        assertThat(taken).containsExactly("killed");
        assertThat(read.join()).isNotEmpty();
    }
}
