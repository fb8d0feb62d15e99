package org.dengbej.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.utils.SystemTime;
import org.dengbej.embedded.ChildJvm;
import org.dengbej.embedded.FreePorts;
import org.dengbej.embedded.Lifetime;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.InvalidEventException;
import org.dengbej.events.TopicSpec;
import org.dengbej.events.Topics;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.KafkaClientObserver;
import org.dengbej.messaging.KafkaClients;
import org.dengbej.messaging.Lease;
import org.dengbej.messaging.LeaseLostException;
import org.dengbej.messaging.TopicAdmin;
import org.dengbej.messaging.WorkQueue;
import org.dengbej.messaging.WorkQueue.Membership;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guarantees of a queue of long work, on the real broker. */
class WorkQueueTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final int PARTITIONS = 4;

    private final String topic = "queue-" + UUID.randomUUID();
    private final String group = topic + "-group";
    private final List<WorkQueue> queues = new ArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final List<Throwable> deadLettered = new CopyOnWriteArrayList<>();
    private TopicProbe probe;

    @BeforeEach
    void aTopicOfOnesOwn() {
        TopicAdmin.createMissing(
                KafkaTestResource.bootstrapServers(),
                List.of(
                        new TopicSpec(topic, PARTITIONS, false, Topics.MAX_MESSAGE_BYTES),
                        new TopicSpec(Topics.deadLetter(topic), 1, false, Topics.MAX_DEAD_LETTER_BYTES)));
        probe = new TopicProbe(KafkaTestResource.bootstrapServers(), Topics.DATASETS, Topics.deadLetter(topic));
    }

    @AfterEach
    void close() {
        queues.forEach(queue -> queue.stop(Duration.ofSeconds(10)));
        probe.close();
    }

    private static Map<String, Object> connection() {
        return Map.of(
                "bootstrap.servers",
                KafkaTestResource.bootstrapServers(),
                "max.poll.interval.ms",
                5_000,
                "retry.backoff.ms",
                50);
    }

    private void start(WorkQueue.Work work) {
        queue(connection(), work).start();
    }

    private WorkQueue queue(Map<String, Object> connection, WorkQueue.Work work) {
        WorkQueue.Work noted = (record, lease) -> {
            taken.add(record.key());
            work.on(record, lease);
        };
        WorkQueue queue = new WorkQueue(
                connection, new Membership(topic, group, Duration.ofSeconds(6)), noted, deadLettered::add);
        queues.add(queue);
        return queue;
    }

    private void ask(String name) {
        probe.send(new ProducerRecord<>(topic, group + name, new byte[0]));
    }

    private void ask(int partition, String name) {
        probe.send(new ProducerRecord<>(topic, partition, group + name, new byte[0]));
    }

    private static ProducerRecord<String, byte[]> result(String name, int number) {
        return CloudEvents.toRecord(new DatasetFailed(name, name + "/" + number, "result " + number), "/test");
    }

    private long results(String name) {
        return probe.all(DatasetFailed.class).stream()
                .filter(event -> event.dataset().equals(group + name))
                .count();
    }

    /** Clients that are open now, and all that ever were. */
    private static final class OpenClients implements KafkaClientObserver {

        private final Set<Object> open = ConcurrentHashMap.newKeySet();
        private final List<String> kinds = new CopyOnWriteArrayList<>();

        @Override
        public Observation opened(Consumer<?, ?> consumer) {
            return observe(consumer, "consumer");
        }

        @Override
        public Observation opened(Producer<?, ?> producer) {
            return observe(producer, "producer");
        }

        private Observation observe(Object client, String kind) {
            open.add(client);
            kinds.add(kind);
            return () -> open.remove(client);
        }
    }

    @Test
    void everyClientIsObservedWhileItIsOpenAlsoWhenItsWorkFails() {
        // Given
        OpenClients clients = new OpenClients();
        AtomicInteger openAtWork = new AtomicInteger();
        WorkQueue queue = new WorkQueue(
                connection(),
                new Membership(topic, group, Duration.ofSeconds(6)),
                (record, lease) -> {
                    openAtWork.set(clients.open.size());
                    if (taken.isEmpty()) {
                        taken.add(record.key());
                        throw new KafkaException("the network, as far as we can tell");
                    }
                    lease.finish(sender -> sender.send(result(record.key(), 1)));
                },
                deadLettered::add,
                clients);
        queue.start();

        // When
        ask("a");
        probe.await(DatasetFailed.class, event -> event.request().equals(group + "a/1"));
        queue.stop(Duration.ofSeconds(10));

        // Then
        assertThat(openAtWork).hasValue(2);
        assertThat(clients.kinds).containsExactly("consumer", "producer", "producer");
        assertThat(clients.open).isEmpty();
    }

    @Test
    void aTransactionThatFailsHalfwayIsAbortedAndEachResultCountsOnce() {
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
        probe.await(DatasetFailed.class, event -> event.request().equals(group + "a/2"));

        // Then
        assertThat(taken).hasSize(3);
        assertThat(results("a")).isEqualTo(2);
    }

    @Test
    void workLongerThanThePollIntervalCausesNoRebalance() {
        // Given 7 s of work where 5 s are allowed between polls
        start((record, lease) -> {
            await().pollDelay(Duration.ofSeconds(7)).atMost(SOON).until(() -> true);
            lease.finish(sender -> sender.send(result(record.key(), 1)));
        });

        // When
        ask("long");
        probe.await(DatasetFailed.class, event -> event.dataset().equals(group + "long"));

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
        probe.await(DatasetFailed.class, event -> event.dataset().equals(group + "handed-back"));

        // Then
        assertThat(taken).hasSize(2);
        assertThat(results("handed-back")).isEqualTo(1);
    }

    @Test
    void aRecordThatFailsIsDeadLetteredAndTheNextIsTaken() {
        start((record, lease) -> {
            if (record.key().endsWith("bad")) {
                throw new InvalidEventException("it is bad");
            }
            if (record.key().endsWith("defect")) {
                throw new IllegalStateException("a defect of ours");
            }
            if (record.key().endsWith("error")) {
                throw new StackOverflowError("too deep");
            }
            if (record.key().endsWith("too-large")) {
                byte[] value = new byte[Topics.MAX_DEAD_LETTER_BYTES];
                lease.finish(sender -> sender.send(new ProducerRecord<>(Topics.DATASETS, record.key(), value)));
            }
            lease.finish(sender -> sender.send(result(record.key(), 1)));
        });
        List.of("-bad", "-defect", "-error", "-too-large", "-good").forEach(this::ask);
        probe.await(DatasetFailed.class, event -> event.dataset().equals(group + "-good"));
        List<String> reasons = probe.records(Topics.deadLetter(topic), 4).stream()
                .map(record -> TopicProbe.header(record, "dead-letter-reason"))
                .toList();
        assertThat(reasons).hasSize(4).contains("it is bad", "a defect of ours", "too deep");
        await().atMost(SOON).until(() -> deadLettered.size() == 4);
        assertThat(taken).hasSize(5);
    }

    /** Work whose results the broker refuses, answered in the way that a service answers. */
    private final class RefusedWork implements WorkQueue.Work {

        private final WorkQueue.Work work;

        RefusedWork(WorkQueue.Work work) {
            this.work = work;
        }

        @Override
        public void on(ConsumerRecord<String, byte[]> record, Lease lease) {
            taken.add(record.key());
            work.on(record, lease);
        }

        @Override
        public void refused(ConsumerRecord<String, byte[]> record, Lease lease, KafkaException why) {
            lease.finish(sender -> sender.send(CloudEvents.toRecord(
                    new DatasetFailed(record.key(), record.key() + "/refused", why.getMessage()), "/test")));
        }
    }

    private void startRefused(String name, Object value, WorkQueue.Work work) {
        Map<String, Object> connection = new HashMap<>(connection());
        connection.put(name, value);
        WorkQueue queue = new WorkQueue(
                connection,
                new Membership(topic, group, Duration.ofSeconds(6)),
                new RefusedWork(work),
                deadLettered::add);
        queues.add(queue);
        queue.start();
    }

    @Test
    void aResultThatIsTooLargeIsAnsweredAndTheNextRecordIsTaken() {
        startRefused(
                "client.id",
                "refused",
                (record, lease) -> lease.finish(sender -> {
                    sender.send(result(record.key(), 1));
                    if (record.key().endsWith("large")) {
                        sender.send(new ProducerRecord<>(
                                Topics.DATASETS, record.key(), new byte[Topics.MAX_DEAD_LETTER_BYTES]));
                    }
                }));
        ask(0, "-large");
        ask(0, "-next");
        probe.await(DatasetFailed.class, event -> event.dataset().equals(group + "-next"));
        assertThat(probe.all(DatasetFailed.class).stream()
                        .filter(event -> event.dataset().equals(group + "-large")))
                .singleElement()
                .satisfies(answer -> assertThat(answer.reason()).contains("max.request.size"));
    }

    @Test
    void aTransactionThatTheBrokerDoesNotAllowToBeSoLongIsAnswered() {
        startRefused(
                "transaction.timeout.ms",
                86_400_000,
                (record, lease) -> lease.finish(sender -> sender.send(result(record.key(), 1))));
        ask("-day");
        assertThat(probe.await(DatasetFailed.class, event -> event.dataset().equals(group + "-day"))
                        .reason())
                .containsIgnoringCase("transaction timeout");
        assertThat(taken).isEmpty();
    }

    @Test
    void aTransactionThatOutlastsItsLimitIsTriedAgainOnceAndThenAnswered() {
        // Given results that take 15 s to send where 1 s is allowed; the broker looks every 10 s
        startRefused(
                "transaction.timeout.ms",
                1_000,
                (record, lease) -> lease.finish(sender -> {
                    Future<RecordMetadata> sent = sender.send(result(record.key(), 1));
                    await().atMost(SOON).until(sent::isDone);
                    await().pollDelay(Duration.ofSeconds(15)).atMost(SOON).until(() -> true);
                }));

        // When
        ask("-slow");

        // Then
        assertThat(probe.await(DatasetFailed.class, event -> event.dataset().equals(group + "-slow"))
                        .reason())
                .contains("longer than a transaction may be open");
        assertThat(taken).hasSize(2);
        assertThat(results("-slow")).isEqualTo(1);
    }

    @Test
    void theLargestRecordIsDeadLetteredWhole() {
        // Given the largest value that its topic takes
        byte[] value = new byte[Topics.MAX_MESSAGE_BYTES - 1024];
        value[value.length - 1] = 7;
        start((record, lease) -> {
            throw new InvalidEventException("x".repeat(100_000));
        });

        // When
        probe.send(new ProducerRecord<>(topic, group, value));

        // Then
        ConsumerRecord<String, byte[]> dead =
                probe.records(Topics.deadLetter(topic), 1).get(0);
        assertThat(dead.value()).isEqualTo(value);
        assertThat(TopicProbe.header(dead, "dead-letter-reason"))
                .startsWith("xxx")
                .hasSizeLessThan(3_000);
    }

    @Test
    void aFailureAfterTheRecordWasFinishedDoesNotRepeatIt() {
        start((record, lease) -> {
            lease.finish(sender -> sender.send(result(record.key(), 1)));
            throw new IllegalStateException("a defect in what comes after");
        });
        ask(0, "-first");
        ask(0, "-second");
        probe.await(DatasetFailed.class, event -> event.dataset().equals(group + "-second"));
        assertThat(results("-first")).isEqualTo(1);
        assertThat(deadLettered).isEmpty();
    }

    @Test
    void twoMembersShareTheRecordsAndEachIsDoneOnce() {
        WorkQueue.Work work = (record, lease) -> lease.finish(sender -> sender.send(result(record.key(), 1)));
        start(work);
        start(work);
        List<String> names =
                IntStream.range(0, 20).mapToObj(number -> "-" + number).toList();
        names.forEach(this::ask);
        names.forEach(name ->
                probe.await(DatasetFailed.class, event -> event.dataset().equals(group + name)));
        assertThat(names).allSatisfy(name -> assertThat(results(name)).isEqualTo(1));
    }

    @Test
    @SuppressWarnings("removal") // of the constructor by which a membership is made without a consumer
    void theNextMemberAbortsTheTransactionOfADeadOne() {
        // Given a member that died between its results and their commit, long before its transaction would time out
        start((record, lease) -> lease.finish(sender -> sender.send(result(record.key(), 2))));
        ask(0, "-open");
        probe.await(DatasetFailed.class, event -> event.dataset().equals(group + "-open"));
        queues.get(0).stop(Duration.ofSeconds(10));
        TopicPartition partition = new TopicPartition(topic, 0);
        KafkaProducer<String, byte[]> dead = KafkaClients.transactional(connection(), group + "-" + partition);
        dead.beginTransaction();
        dead.send(result(group + "-dead", 1));
        dead.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(0)), new ConsumerGroupMetadata(group));

        // When
        ask(0, "-open");
        start((record, lease) -> lease.finish(sender -> sender.send(result(record.key(), 3))));

        // Then
        probe.await(DatasetFailed.class, event -> event.request().equals(group + "-open/3"));
        assertThat(results("-dead")).isZero();
        dead.close(Duration.ZERO);
    }

    @Test
    void workThatDoesNotStopInTimeIsFencedAndAnotherMemberDoesIt() {
        // Given work that knows no end
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        start((record, lease) -> {
            begun.countDown();
            await().atMost(SOON).until(lease::lost);
            try {
                lease.finish(sender -> sender.send(result(record.key(), 1)));
            } catch (LeaseLostException e) {
                end.complete(e);
                throw e;
            }
        });
        ask("-endless");
        await().atMost(SOON).until(() -> begun.getCount() == 0);

        // When
        queues.get(0).stop(Duration.ofSeconds(1));
        start((record, lease) -> lease.finish(sender -> sender.send(result(record.key(), 2))));
        probe.await(DatasetFailed.class, event -> event.dataset().equals(group + "-endless"));

        // Then
        assertThat(end.join()).isInstanceOf(LeaseLostException.class);
        assertThat(results("-endless")).isEqualTo(1);
    }

    @Test
    void aQueueStopsInEveryState() {
        // Given one that never ran, and one whose broker is not there
        WorkQueue never = queue(connection(), (record, lease) -> {});
        WorkQueue alone = queue(Map.of("bootstrap.servers", "localhost:" + FreePorts.one()), (record, lease) -> {});
        alone.start();
        assertThat(alone.secondsSinceHeartbeat()).isGreaterThan(1_000);

        // When, Then
        assertTimeout(Duration.ofSeconds(8), () -> {
            never.stop(Duration.ofSeconds(20));
            alone.stop(Duration.ofSeconds(20));
            alone.stop(Duration.ofSeconds(20));
        });
    }

    /** Makes the first client fail as it is made, and the third, which the second makes in the middle of a poll. */
    public static final class FailingAtFirst extends JmxReporter {

        private static final AtomicInteger MADE = new AtomicInteger();

        @Override
        public void configure(Map<String, ?> settings) {
            int number = MADE.incrementAndGet();
            if (number == 1 || number == 3) {
                throw new ConfigException("client " + number);
            }
        }
    }

    @Test
    void aClientThatFailsIsReplaced() {
        // Given
        Map<String, Object> connection = new HashMap<>(connection());
        connection.put("metric.reporters", FailingAtFirst.class.getName());
        ask("-anew");

        // When
        WorkQueue queue =
                queue(connection, (record, lease) -> lease.finish(sender -> sender.send(result(record.key(), 1))));
        queue.start();
        await().atMost(SOON).until(() -> FailingAtFirst.MADE.get() >= 3);
        assertThat(queue.secondsSinceHeartbeat()).isGreaterThan(1_000);

        // Then
        probe.await(DatasetFailed.class, event -> event.dataset().equals(group + "-anew"));
        await().atMost(SOON).until(() -> queue.secondsSinceHeartbeat() < 5);
        assertThat(results("-anew")).isEqualTo(1);
    }

    @Test
    void aZombieIsFencedAndNoticesIt(@TempDir Path folder) throws IOException {
        // Given a member in a process of its own that is stopped in the middle of its work
        Path log = folder.resolve("zombie.log");
        List<String> program = ChildJvm.mainClass(
                ZombieMain.class, KafkaTestResource.bootstrapServers(), topic, group, Duration.ofSeconds(6));
        Process zombie = new ChildJvm(List.of("-Xmx128m"), program, log, Lifetime.WITH_PARENT).start();
        try {
            ask("");
            probe.await(DatasetFailed.class, event -> event.request().equals("zombie-5"));
            signal(zombie, "STOP");

            // When another finishes it, and the first one comes to
            start((record, lease) -> lease.finish(sender -> sender.send(ZombieMain.result(record.key(), "survivor"))));
            probe.await(DatasetFailed.class, event -> event.request().equals("survivor"));
            signal(zombie, "CONT");
            await().atMost(SOON).until(() -> Files.readString(log).contains(ZombieMain.NOTICED));
        } finally {
            zombie.destroyForcibly();
        }

        // Then
        assertThat(taken).hasSize(1);
        assertThat(probe.all(DatasetFailed.class))
                .filteredOn(event -> event.dataset().equals(group))
                .last()
                .extracting(DatasetFailed::request)
                .isEqualTo("survivor");
    }

    private static void signal(Process process, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aClockThatIsSetCostsAtMostASecondAttempt() {
        // Given work that goes on while the clock is set an hour ahead, and back
        start((record, lease) -> {
            for (int i = 0; i < 20; i++) {
                lease.assertHeld();
                if (taken.size() == 1 && (i == 5 || i == 10)) {
                    SystemTime.jump(i == 5 ? Duration.ofHours(1) : Duration.ofHours(-1));
                }
                await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            }
            lease.finish(sender -> sender.send(result(record.key(), 1)));
        });

        // When
        ask("-clock");
        probe.await(DatasetFailed.class, event -> event.dataset().equals(group + "-clock"));

        // Then
        assertThat(results("-clock")).isEqualTo(1);
        assertThat(taken).hasSizeLessThan(3);
        await().atMost(SOON).until(() -> queues.get(0).secondsSinceHeartbeat() < 3);
    }
}
