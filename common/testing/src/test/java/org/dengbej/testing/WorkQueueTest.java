package org.dengbej.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.dengbej.events.CancelJob;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.InvalidEventException;
import org.dengbej.events.Topics;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.WorkQueue;
import org.dengbej.messaging.WorkQueue.Membership;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the real broker: what a queue of long work promises. */
class WorkQueueTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final String group = "group-" + UUID.randomUUID();
    private final List<WorkQueue> queues = new ArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final List<Throwable> putAside = new CopyOnWriteArrayList<>();
    private String run;
    private TopicProbe probe;

    @BeforeEach
    void open() {
        run = UUID.randomUUID().toString();
        probe = new TopicProbe(
                KafkaStack.bootstrapServers(), Topics.DATASETS, Topics.deadLetter(Topics.TRAINING_EVENTS));
    }

    @AfterEach
    void close() {
        queues.forEach(queue -> queue.stop(Duration.ofSeconds(10)));
        probe.close();
    }

    private void start(WorkQueue.Work work) {
        Map<String, Object> connection = Map.of(
                "bootstrap.servers",
                KafkaStack.bootstrapServers(),
                "max.poll.interval.ms",
                10_000,
                "retry.backoff.ms",
                50);
        WorkQueue queue = new WorkQueue(
                connection,
                new Membership(Topics.TRAINING_EVENTS, group, 6_000),
                (record, lease) -> {
                    if (record.key() == null || !record.key().startsWith(run)) {
                        lease.finish(nothing -> {}); // of another test
                        return;
                    }
                    taken.add(record.key());
                    work.on(record, lease);
                },
                putAside::add);
        queues.add(queue);
        queue.start();
    }

    private void ask(String name) {
        probe.send(CloudEvents.toRecord(new CancelJob(run + name, "test"), "/test"));
    }

    private static ProducerRecord<String, byte[]> result(String name, int number) {
        return CloudEvents.toRecord(new DatasetFailed(name, name + "/" + number, "result " + number), "/test");
    }

    private long results(String name) {
        return probe.all(DatasetFailed.class).stream()
                .filter(event -> event.dataset().equals(run + name))
                .count();
    }

    @Test
    void whatWasPublishedHalfwayIsUndoneAndEachResultComesOnce() {
        // Given work that fails halfway, twice
        AtomicInteger attempts = new AtomicInteger();
        start((record, lease) -> lease.finish(sender -> {
            sender.send(result(record.key(), 1));
            if (attempts.incrementAndGet() < 3) {
                throw new KafkaException("the network, as far as we can tell");
            }
            sender.send(result(record.key(), 2));
        }));

        // When
        ask("a");
        probe.await(DatasetFailed.class, event -> event.request().equals(run + "a/2"));

        // Then
        assertThat(taken).hasSize(3);
        assertThat(results("a")).isEqualTo(2);
    }

    @Test
    void workLongerThanThePollIntervalCausesNoRebalance() {
        // Given 12 s of work where 10 s are allowed between polls
        start((record, lease) -> {
            await().pollDelay(Duration.ofSeconds(12)).atMost(SOON).until(() -> true);
            lease.finish(sender -> sender.send(result(record.key(), 1)));
        });

        // When
        ask("long");
        probe.await(DatasetFailed.class, event -> event.dataset().equals(run + "long"));

        // Then
        assertThat(taken).hasSize(1);
        assertThat(results("long")).isEqualTo(1);
    }

    @Test
    void aRecordThatIsHandedBackIsTakenByAnother() {
        // Given a member that stops without finishing
        CountDownLatch begun = new CountDownLatch(1);
        start((record, lease) -> {
            begun.countDown();
            await().atMost(SOON).until(() -> queues.get(0).stopping());
        });
        ask("handed-back");
        await().atMost(SOON).until(() -> begun.getCount() == 0);
        queues.get(0).stop(Duration.ofSeconds(20));

        // When another comes
        start((record, lease) -> lease.finish(sender -> sender.send(result(record.key(), 1))));
        probe.await(DatasetFailed.class, event -> event.dataset().equals(run + "handed-back"));

        // Then
        assertThat(taken).hasSize(2);
        assertThat(results("handed-back")).isEqualTo(1);
    }

    @Test
    void whatNobodyCanWorkOnIsPutAsideAndTheNextIsTaken() {
        start((record, lease) -> {
            if (record.key().endsWith("bad")) {
                throw new InvalidEventException("it is bad");
            }
            if (record.key().endsWith("defect")) {
                throw new IllegalStateException("a defect of ours");
            }
            lease.finish(sender -> sender.send(result(record.key(), 1)));
        });
        ask("-bad");
        ask("-defect");
        ask("-good");
        probe.await(DatasetFailed.class, event -> event.dataset().equals(run + "-good"));
        List<String> reasons = probe.records(Topics.deadLetter(Topics.TRAINING_EVENTS), 2).stream()
                .map(record -> TopicProbe.header(record, "dead-letter-reason"))
                .toList();
        assertThat(reasons).containsExactlyInAnyOrder("it is bad", "a defect of ours");
    }
}
