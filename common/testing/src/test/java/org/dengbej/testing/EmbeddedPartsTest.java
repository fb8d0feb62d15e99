package org.dengbej.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dengbej.embedded.ChildJvm;
import org.dengbej.embedded.EmbeddedKafka;
import org.dengbej.embedded.EmbeddedPostgres;
import org.dengbej.embedded.FreePorts;
import org.dengbej.embedded.Lifetime;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.Topics;
import org.dengbej.messaging.OffsetRangeReader;
import org.dengbej.messaging.TopicAdmin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPartsTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private static KafkaProducer<String, byte[]> producer(String bootstrapServers, String transactionalId) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "transactional.id", transactionalId),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @Test
    void theBrokerKeepsItsLogWhenItIsKilledAndRangesAreReplayedWithoutWhatWasAborted()
            throws ExecutionException, InterruptedException {
        int port = FreePorts.one();
        OffsetRange range;
        // Given two transactions with an aborted one in between
        EmbeddedKafka first = EmbeddedKafka.start(folder, port);
        TopicAdmin.createMissing(first.bootstrapServers(), Topics.all());
        TopicAdmin.createMissing(first.bootstrapServers(), Topics.all()); // and again, which changes nothing
        try (KafkaProducer<String, byte[]> producer = producer(first.bootstrapServers(), "t")) {
            producer.initTransactions();
            long begin = send(producer, "a", true);
            send(producer, "aborted", false);
            long end = send(producer, "b", true);
            range = new OffsetRange(Topics.BATCHES, 0, begin, end + 1, 2);
        }

        // When
        first.kill();

        // Then
        try (EmbeddedKafka second = EmbeddedKafka.start(folder, port);
                OffsetRangeReader log = OffsetRangeReader.open(second.bootstrapServers())) {
            for (int replay = 0; replay < 2; replay++) {
                Iterator<ConsumerRecord<String, byte[]>> records = log.read(range);
                assertThat(records.next().value()).asString().isEqualTo("a");
                assertThat(records.next().value()).asString().isEqualTo("b");
                assertThat(records).isExhausted();
            }
        }
    }

    @Test
    void aFolderThatABrokerHoldsIsRefusedByItsNameToASecondOneAndIsLeftAsItIs() {
        try (EmbeddedKafka first = EmbeddedKafka.start(folder, FreePorts.one())) {
            assertThatThrownBy(() -> EmbeddedKafka.start(folder, FreePorts.one()))
                    .hasMessageContaining("is held by process %d (a Kafka broker)".formatted(first.pid()));
            TopicAdmin.createMissing(first.bootstrapServers(), Topics.all());
        }
    }

    @Test
    void aFolderWhoseServerIsMindedIsRefusedByItsNameToASecondMinderAndTheServerGoesOn() throws SQLException {
        try (EmbeddedPostgres first = EmbeddedPostgres.start(folder, FreePorts.one());
                Connection connection = connect(first)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder, FreePorts.one()))
                    .hasMessageContaining("is held by process %d (".formatted(first.pid()));
            assertThat(connection.createStatement().execute("SELECT 1")).isTrue();
        }
    }

    @Test
    void aMinderThatIsEndedWhileItInitialisesTheDatabaseLeavesNoProcessAndAFolderThatStarts()
            throws SQLException, IOException {
        // Given one that is ended while initdb runs
        Path log = folder.resolve("postgres.log");
        ProcessHandle minder = EmbeddedPostgres.launch(folder, FreePorts.one(), log, Lifetime.WITH_PARENT);
        await("initdb")
                .atMost(SOON)
                .until(() -> minder.descendants()
                        .anyMatch(process -> process.info().command().orElse("").endsWith("initdb")));
        ChildJvm.stop(minder, SOON.toMillis());
        assertThat(ProcessHandle.allProcesses()
                        .filter(process -> process.info()
                                .commandLine()
                                .orElse("")
                                .contains(folder.resolve("data").toString())))
                .isEmpty();

        // When
        try (EmbeddedPostgres second = EmbeddedPostgres.start(folder, FreePorts.one());
                Connection connection = connect(second)) {

            // Then
            assertThat(connection.createStatement().execute("SELECT 1")).isTrue();
        }
    }

    @Test
    void nothingIsDeletedForItsAgeButTemporaryBatchesWithinADay() throws ExecutionException, InterruptedException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, FreePorts.one());
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            TopicAdmin.createMissing(kafka.bootstrapServers(), Topics.all());
            List<ConfigResource> topics = Topics.all().stream()
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                    .toList();
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(topics).all().get();
            assertThat(configs).hasSize(topics.size()).allSatisfy((topic, config) -> {
                long retentionMs = Long.parseLong(config.get("retention.ms").value());
                long segmentMs = Long.parseLong(config.get("segment.ms").value());
                if (topic.name().startsWith(Topics.TEMPORARY_BATCHES)) {
                    assertThat(retentionMs).isPositive();
                    assertThat(Duration.ofMillis(retentionMs + segmentMs)).isLessThan(Duration.ofHours(23));
                } else {
                    assertThat(retentionMs).isEqualTo(-1);
                }
            });
        }
    }

    @Test
    void aMachineWhoseClockIsDaysAheadCanPublish() throws ExecutionException, InterruptedException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, FreePorts.one());
                KafkaProducer<String, byte[]> producer = producer(kafka.bootstrapServers(), "t")) {
            TopicAdmin.createMissing(kafka.bootstrapServers(), Topics.all());
            long ahead = System.currentTimeMillis() + Duration.ofDays(10).toMillis();
            producer.initTransactions();
            producer.beginTransaction();
            RecordMetadata taken = producer.send(new ProducerRecord<>(Topics.BATCHES, 0, ahead, "k", new byte[0]))
                    .get();
            producer.commitTransaction();
            assertThat(taken.timestamp()).isLessThan(ahead);
        }
    }

    private static long send(KafkaProducer<String, byte[]> producer, String value, boolean commit)
            throws ExecutionException, InterruptedException {
        producer.beginTransaction();
        long offset = producer.send(new ProducerRecord<>(Topics.BATCHES, 0, "k", value.getBytes(UTF_8)))
                .get()
                .offset();
        if (commit) {
            producer.commitTransaction();
        } else {
            producer.abortTransaction();
        }
        return offset;
    }

    @Test
    void theDatabaseKeepsItsRows() throws SQLException {
        int port = FreePorts.one();
        try (EmbeddedPostgres first = EmbeddedPostgres.start(folder, port);
                Connection connection = connect(first)) {
            connection.createStatement().execute("CREATE TABLE t AS SELECT 7 AS x");
        }
        try (EmbeddedPostgres second = EmbeddedPostgres.start(folder, port);
                Connection connection = connect(second)) {
            ResultSet rows = connection.createStatement().executeQuery("SELECT x FROM t");
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(7);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    @Test
    void portsAreDifferent() {
        List<Integer> ports = FreePorts.some(5);
        assertThat(ports).doesNotHaveDuplicates();
    }
}
