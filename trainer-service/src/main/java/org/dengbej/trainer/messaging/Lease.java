package org.dengbej.trainer.messaging;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The right to work on the job at one place of the log. The group's coordinator decides: each event goes out in a transaction that
 * names this membership, which a later generation's coordinator refuses.
 */
final class Lease {

    private final TopicPartition partition;
    private final long offset;
    private volatile ConsumerGroupMetadata membership;
    private volatile boolean lost;

    Lease(TopicPartition partition, long offset, ConsumerGroupMetadata membership) {
        this.partition = partition;
        this.offset = offset;
        this.membership = membership;
    }

    TopicPartition partition() {
        return partition;
    }

    /** Commits that the job is still to be done: it says nothing new, but only its holder may say it. */
    Map<TopicPartition, OffsetAndMetadata> held() {
        return Map.of(partition, new OffsetAndMetadata(offset));
    }

    /** Commits that the job has ended. */
    Map<TopicPartition, OffsetAndMetadata> ended() {
        return Map.of(partition, new OffsetAndMetadata(offset + 1));
    }

    ConsumerGroupMetadata membership() {
        return membership;
    }

    /** After a rebalance that left us the partition. */
    void renew(ConsumerGroupMetadata newMembership) {
        membership = newMembership;
    }

    void lose() {
        lost = true;
    }

    boolean lost() {
        return lost;
    }
}
