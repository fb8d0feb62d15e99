package org.dengbej.events;

/**
 * The settings with which a topic is created.
 *
 * @param name            the topic
 * @param partitions      at least 1; the number of consumers of one group that can share it
 * @param compacted       keep the last record of each key alone, not all of them
 * @param maxMessageBytes the largest record that the topic accepts
 */
public record TopicSpec(String name, int partitions, boolean compacted, int maxMessageBytes) {

    public TopicSpec {
        Require.text("topic", "name", name);
        Require.atLeast("topic", "partitions", partitions, 1);
        Require.atLeast("topic", "maxMessageBytes", maxMessageBytes, 1);
    }
}
