package org.dengbej.events;

/**
 * A stretch of one partition of {@link Topics#BATCHES} or {@link Topics#TEMPORARY_BATCHES}. Transaction markers take offsets too, so
 * the stretch is longer than its count.
 *
 * @param topic       the topic
 * @param partition   the partition
 * @param firstOffset offset of the first batch
 * @param endOffset   the offset after the last batch
 * @param count       batches in the stretch
 */
public record OffsetRange(String topic, int partition, long firstOffset, long endOffset, int count) {

    public OffsetRange {
        Require.text("OffsetRange", "topic", topic);
        Require.atLeast("OffsetRange", "partition", partition, 0);
        Require.atLeast("OffsetRange", "firstOffset", firstOffset, 0);
        Require.atLeast("OffsetRange", "count", count, 0);
        Require.atLeast("OffsetRange", "endOffset", endOffset, firstOffset + (double) count);
    }

    /** The stretch from the first batch of both to the last, which may hold others' between them. */
    public OffsetRange joined(OffsetRange other) {
        if (!topic.equals(other.topic) || partition != other.partition) {
            throw new IllegalArgumentException(
                    "expected ranges of one partition, found %s and %s".formatted(this, other));
        }
        return new OffsetRange(
                topic,
                partition,
                Math.min(firstOffset, other.firstOffset),
                Math.max(endOffset, other.endOffset),
                count + other.count);
    }
}
