package org.dengbej.events;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The topics, and how each is created. */
public final class Topics {

    public static final String DATASET_REQUESTS = "dengbej.dataset-requests";
    public static final String BATCHES = "dengbej.batches";

    /** Prepared batches that are deleted within a day, such as those of listeners' recordings, which their listeners may take back. */
    public static final String TEMPORARY_BATCHES = "dengbej.temporary-batches";

    public static final String DATASETS = "dengbej.datasets";
    public static final String PREPARATIONS = "dengbej.preparations";
    public static final String PREPARATION_SHARDS = "dengbej.preparation-shards";
    public static final String TRAINING_JOBS = "dengbej.training-jobs";
    public static final String JOB_COMMANDS = "dengbej.job-commands";
    public static final String TRAINING_EVENTS = "dengbej.training-events";
    public static final String CHECKPOINTS = "dengbej.checkpoints";
    public static final String FEEDBACK = "dengbej.feedback";

    /** Partitions of {@link #PREPARATION_SHARDS}: replicas that can share one data set, 1, 2, 3, 4, 6 or 12 of them evenly. */
    public static final int SHARD_PARTITIONS = 12;

    /** The largest record anywhere: 16 MiB, about eight minutes of 16 kHz speech. */
    public static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    /** The largest record on a dead-letter topic: one of the largest, and the headers that say why it is there. */
    public static final int MAX_DEAD_LETTER_BYTES = MAX_MESSAGE_BYTES + 64 * 1024;

    /**
     * Retention of {@link #TEMPORARY_BATCHES}: a broker deletes whole segments, of an hour here, and looks every five minutes, so that a
     * record is gone 22 hours after it was written, and 24 leave room.
     */
    public static final Duration TEMPORARY_RETENTION = Duration.ofHours(20);

    private static final String DEAD_LETTER_SUFFIX = ".dlq";

    private static final List<TopicSpec> SPECS = List.of(
            spec(DATASET_REQUESTS, 4, false),
            spec(BATCHES, 4, false),
            new TopicSpec(TEMPORARY_BATCHES, 4, false, MAX_MESSAGE_BYTES, TEMPORARY_RETENTION),
            spec(DATASETS, 1, false),
            spec(PREPARATIONS, 4, false),
            spec(PREPARATION_SHARDS, SHARD_PARTITIONS, false),
            spec(TRAINING_JOBS, 4, false),
            spec(JOB_COMMANDS, 1, true),
            spec(TRAINING_EVENTS, 4, false),
            spec(CHECKPOINTS, 1, true),
            spec(FEEDBACK, 4, false));

    private Topics() {}

    /** The dead-letter topic of {@code topic}: of records that nobody can handle; their headers say why. */
    public static String deadLetter(String topic) {
        return topic + DEAD_LETTER_SUFFIX;
    }

    /** The topic from which records on a dead-letter topic came; any other topic is itself. */
    public static String ofDeadLetter(String topic) {
        return topic.endsWith(DEAD_LETTER_SUFFIX)
                ? topic.substring(0, topic.length() - DEAD_LETTER_SUFFIX.length())
                : topic;
    }

    /** The topics of the system that carry its events. */
    public static List<String> names() {
        return SPECS.stream().map(TopicSpec::name).toList();
    }

    /** Every topic of the system, the dead-letter topics included. */
    public static List<TopicSpec> all() {
        return SPECS.stream()
                .flatMap(spec -> Stream.of(spec, deadLetters(spec)))
                .toList();
    }

    /** Dead letters are copies, and kept no longer than what they are copies of. */
    private static TopicSpec deadLetters(TopicSpec spec) {
        return new TopicSpec(deadLetter(spec.name()), 1, false, MAX_DEAD_LETTER_BYTES, spec.retention());
    }

    private static TopicSpec spec(String name, int partitions, boolean compacted) {
        return new TopicSpec(name, partitions, compacted, MAX_MESSAGE_BYTES);
    }
}
