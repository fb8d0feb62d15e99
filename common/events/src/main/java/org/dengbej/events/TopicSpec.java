package org.dengbej.events;

import java.time.Duration;

/**
 * The settings with which a topic is created.
 *
 * @param name            the topic
 * @param partitions      at least 1; the number of consumers of one group that can share it
 * @param compacted       keep the last record of each key alone, not all of them
 * @param maxMessageBytes the largest record that the topic accepts
 * @param retention       time after which a record may be deleted; null: it is kept
 */
public record TopicSpec(String name, int partitions, boolean compacted, int maxMessageBytes, Duration retention) {

    public TopicSpec {
        Require.text("topic", "name", name);
        Require.atLeast("topic", "partitions", partitions, 1);
        Require.atLeast("topic", "maxMessageBytes", maxMessageBytes, 1);
    }

    /** A topic in which nothing is deleted for its age. */
    public TopicSpec(String name, int partitions, boolean compacted, int maxMessageBytes) {
        this(name, partitions, compacted, maxMessageBytes, null);
    }
}
