package org.dengbej.messaging;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dengbej.events.Topics;

/**
 * A dead-lettered record, without its value.
 *
 * @param topic     the dead-letter topic
 * @param partition of that topic
 * @param offset    in that partition
 * @param origin    where the record was
 * @param time      when it was dead-lettered
 * @param reason    why; blank where its headers do not say
 * @param key       of the record; null when it has none
 * @param id        its {@code ce_id}; blank when it has none
 * @param type      its {@code ce_type}; blank when it has none
 * @param bytes     of its value
 * @param complete  whether the value is here; one that was too large is at the origin alone
 * @param replayed  whether it was replayed
 */
public record DeadLetter(
        String topic,
        int partition,
        long offset,
        Origin origin,
        Instant time,
        String reason,
        String key,
        String id,
        String type,
        long bytes,
        boolean complete,
        boolean replayed) {

    /**
     * The record's origin.
     *
     * @param topic     to which it can be replayed
     * @param partition null where the headers do not say
     * @param offset    null where the headers do not say
     */
    public record Origin(String topic, Long partition, Long offset) {}

    /** The letter that a record of a dead-letter topic holds; empty for a note of a replay. */
    public static Optional<DeadLetter> read(ConsumerRecord<String, byte[]> record) {
        return header(record, DeadLetters.REPLAYED).isEmpty() ? Optional.of(of(record)) : Optional.empty();
    }

    static DeadLetter of(ConsumerRecord<String, byte[]> record) {
        String omitted = header(record, DeadLetters.OMITTED_BYTES);
        return new DeadLetter(
                record.topic(),
                record.partition(),
                record.offset(),
                new Origin(
                        Topics.ofDeadLetter(record.topic()),
                        number(header(record, DeadLetters.PARTITION)),
                        number(header(record, DeadLetters.OFFSET))),
                Instant.ofEpochMilli(record.timestamp()),
                header(record, DeadLetters.REASON),
                record.key(),
                header(record, CloudEvents.ID),
                header(record, CloudEvents.TYPE),
                omitted.isEmpty() ? Math.max(0, record.serializedValueSize()) : number(omitted),
                omitted.isEmpty(),
                false);
    }

    DeadLetter asReplayed() {
        return new DeadLetter(topic, partition, offset, origin, time, reason, key, id, type, bytes, complete, true);
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return CloudEvents.text(record.headers(), name).orElse("");
    }

    private static Long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
    }
}
