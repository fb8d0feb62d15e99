package org.dengbej.messaging;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.dengbej.events.TopicSpec;

/**
 * Creates topics: the services expect them to be there, since a send to a missing topic blocks. Nothing in them is deleted for its age,
 * as brokers do after a week if nobody says otherwise: a job may take longer, and next month's job trains on this month's data set. Those
 * with a retention are the exception, and their segments are short, since a broker deletes a segment as a whole. A record's time is the broker's, which would refuse one from a machine whose clock is an hour ahead; {@code ce_time} is the sender's.
 */
public final class TopicAdmin {

    private static final int TIMEOUT_SECONDS = 30;
    private static final long METADATA_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final short DEFAULT_REPLICATION = -1;
    private static final String UNLIMITED = "-1";
    private static final String LOG_APPEND_TIME = "LogAppendTime";

    /** Segments in a topic's retention. */
    private static final int SEGMENTS = 20;

    private TopicAdmin() {}

    /**
     * Creates those of {@code topics} that are missing and leaves the others as they are. All are ready for use then: the broker answers
     * that a topic was created before its own metadata knows of it, and a consumer would find it without partitions.
     *
     * @throws IllegalStateException when the broker does not answer within 30 s or refuses
     */
    public static void createMissing(String bootstrapServers, List<TopicSpec> topics) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            Map<String, KafkaFuture<Void>> created = admin.createTopics(
                            topics.stream().map(TopicAdmin::newTopic).toList())
                    .values();
            for (Map.Entry<String, KafkaFuture<Void>> topic : created.entrySet()) {
                await(topic.getKey(), topic.getValue(), bootstrapServers);
            }
            awaitLeaders(admin, created.keySet(), bootstrapServers);
        }
    }

    private static void awaitLeaders(Admin admin, Set<String> topics, String bootstrapServers) {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!haveLeaders(admin, topics, bootstrapServers)) {
            if (System.nanoTime() > deadlineNanos) {
                throw new IllegalStateException("topics %s were created at %s and have no leader after %d s"
                        .formatted(topics, bootstrapServers, TIMEOUT_SECONDS));
            }
            LockSupport.parkNanos(METADATA_INTERVAL_NANOS);
        }
    }

    private static boolean haveLeaders(Admin admin, Set<String> topics, String bootstrapServers) {
        return admin.describeTopics(topics).topicNameValues().entrySet().stream()
                .allMatch(topic -> hasLeaders(topic.getKey(), topic.getValue(), bootstrapServers));
    }

    private static boolean hasLeaders(
            String topic, KafkaFuture<TopicDescription> description, String bootstrapServers) {
        try {
            return description.get(TIMEOUT_SECONDS, TimeUnit.SECONDS).partitions().stream()
                    .noneMatch(partition ->
                            partition.leader() == null || partition.leader().isEmpty());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw refused(topic, bootstrapServers, e);
        } catch (TimeoutException e) {
            throw silent(topic, bootstrapServers, e);
        } catch (InterruptedException e) {
            throw interrupted(topic, e);
        }
    }

    private static NewTopic newTopic(TopicSpec topic) {
        Map<String, String> configs = new HashMap<>(Map.of(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(topic.maxMessageBytes()),
                TopicConfig.RETENTION_MS_CONFIG,
                UNLIMITED,
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                LOG_APPEND_TIME,
                TopicConfig.CLEANUP_POLICY_CONFIG,
                topic.compacted() ? TopicConfig.CLEANUP_POLICY_COMPACT : TopicConfig.CLEANUP_POLICY_DELETE));
        if (topic.retention() != null) {
            long retentionMs = topic.retention().toMillis();
            configs.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retentionMs));
            configs.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(retentionMs / SEGMENTS));
        }
        return new NewTopic(topic.name(), topic.partitions(), DEFAULT_REPLICATION).configs(configs);
    }

    private static void await(String topic, KafkaFuture<Void> created, String bootstrapServers) {
        try {
            created.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw refused(topic, bootstrapServers, e);
            }
        } catch (TimeoutException e) {
            throw silent(topic, bootstrapServers, e);
        } catch (InterruptedException e) {
            throw interrupted(topic, e);
        }
    }

    private static IllegalStateException refused(String topic, String bootstrapServers, ExecutionException e) {
        return new IllegalStateException(
                "[%s] could not be created at %s: %s"
                        .formatted(topic, bootstrapServers, e.getCause().getMessage()),
                e.getCause());
    }

    private static IllegalStateException silent(String topic, String bootstrapServers, TimeoutException e) {
        return new IllegalStateException(
                "[%s] the broker at %s did not answer within %d s; is it running?"
                        .formatted(topic, bootstrapServers, TIMEOUT_SECONDS),
                e);
    }

    private static IllegalStateException interrupted(String topic, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while creating topic " + topic, e);
    }
}
