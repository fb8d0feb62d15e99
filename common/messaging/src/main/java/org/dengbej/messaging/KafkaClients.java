package org.dengbej.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dengbej.events.Topics;

/**
 * Factory of Kafka clients over a connection: the settings that reach a broker (addresses, security, back-off). Settings that make it
 * a certain client, e.g. a group, are removed.
 */
public final class KafkaClients {

    /** Long enough for what a shard publishes; a member that is gone must not keep a transaction open for ever. */
    static final int TRANSACTION_TIMEOUT_MS = 600_000;

    /** Long enough for a record or two; every broker allows it. */
    static final int SHORT_TRANSACTION_TIMEOUT_MS = 30_000;

    private static final int HEARTBEAT_MS = 3_000;

    private KafkaClients() {}

    /** A consumer outside any group that seeks by itself; it reads committed transactions only. */
    public static KafkaConsumer<String, byte[]> reader(Map<String, ?> connection) {
        Map<String, Object> settings = consumer(connection);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return consumerOf(settings);
    }

    /** A consumer that is a member of a group and takes one record at a time. */
    static KafkaConsumer<String, byte[]> member(Map<String, ?> connection, String group, Duration sessionTimeout) {
        Map<String, Object> settings = consumer(connection);
        int sessionTimeoutMs = Math.toIntExact(sessionTimeout.toMillis());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, sessionTimeoutMs);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, Math.min(HEARTBEAT_MS, sessionTimeoutMs / 3));
        // Another member that joins must not interrupt this one's work.
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        return consumerOf(settings);
    }

    /** A producer without transactions. */
    public static KafkaProducer<String, byte[]> producer(Map<String, ?> connection) {
        return producerOf(producerSettings(connection));
    }

    /**
     * A transactional producer; it has aborted what another producer of the same id had left open. Its {@code transaction.timeout.ms} is
     * the connection's, else 10 minutes.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException when the broker does not answer in time
     */
    public static KafkaProducer<String, byte[]> transactional(Map<String, ?> connection, String transactionalId) {
        Map<String, Object> settings = producerSettings(connection);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        KafkaProducer<String, byte[]> producer = producerOf(settings);
        try {
            producer.initTransactions();
            return producer;
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /** The longest that a transaction of {@link #transactional} may be open. */
    static Duration transactionTimeout(Map<String, ?> connection) {
        Object configured = connection.get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        return Duration.ofMillis(configured == null ? TRANSACTION_TIMEOUT_MS : Long.parseLong(configured.toString()));
    }

    private static Map<String, Object> consumer(Map<String, ?> connection) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Topics.MAX_MESSAGE_BYTES);
        return settings;
    }

    private static KafkaConsumer<String, byte[]> consumerOf(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, Object> producerSettings(Map<String, ?> connection) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_DEAD_LETTER_BYTES);
        return settings;
    }

    private static KafkaProducer<String, byte[]> producerOf(Map<String, Object> settings) {
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }
}
