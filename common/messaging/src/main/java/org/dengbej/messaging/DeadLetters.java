package org.dengbej.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.dengbej.events.InvalidEventException;
import org.dengbej.events.Topics;
import org.dengbej.events.batch.InvalidBatchException;

/**
 * Records that nobody can handle, put aside with the reason. The headers are those of SmallRye's own dead-letter-queue
 * strategy, so that one reader understands both.
 */
public final class DeadLetters {

    /** What all headers of ours, and of SmallRye's, begin with. */
    public static final String HEADER_PREFIX = "dead-letter-";

    public static final String REASON = HEADER_PREFIX + "reason";
    public static final String CAUSE = HEADER_PREFIX + "cause";
    public static final String TOPIC = HEADER_PREFIX + "topic";
    public static final String PARTITION = HEADER_PREFIX + "partition";
    public static final String OFFSET = HEADER_PREFIX + "offset";

    /** How many bytes of value are not here; it lies at the origin. */
    public static final String LEFT_OUT_BYTES = HEADER_PREFIX + "left-out-bytes";

    /** On a note of ours beside the letters: the offset of the one that was put back. */
    static final String REPLAYED = HEADER_PREFIX + "replayed";

    private DeadLetters() {}

    /**
     * The same key, value and headers on {@code <topic>.dlq}, with what went wrong and where the record was. A value that was
     * compressed and is larger now than any record may be is left out.
     */
    public static ProducerRecord<String, byte[]> of(ConsumerRecord<String, byte[]> record, Throwable failure) {
        Headers headers = new RecordHeaders(record.headers().toArray());
        byte[] value = record.value();
        if (value != null && value.length > Topics.MAX_MESSAGE_BYTES) {
            put(headers, LEFT_OUT_BYTES, Integer.toString(value.length));
            value = null;
        }
        put(headers, REASON, Abbreviate.of(failure));
        if (failure.getCause() != null) {
            put(headers, CAUSE, Abbreviate.of(failure.getCause()));
        }
        put(headers, TOPIC, record.topic());
        put(headers, PARTITION, Integer.toString(record.partition()));
        put(headers, OFFSET, Long.toString(record.offset()));
        return new ProducerRecord<>(Topics.deadLetter(record.topic()), null, record.key(), value, headers);
    }

    /** For metrics: {@code invalid} when the record breaks a rule, {@code defect} when we failed on it. */
    public static String kind(Throwable failure) {
        return failure instanceof InvalidEventException || failure instanceof InvalidBatchException
                ? "invalid"
                : "defect";
    }

    /** The headers that a record had before it was put aside. */
    static Headers original(Headers headers) {
        return new RecordHeaders(Arrays.stream(headers.toArray())
                .filter(header -> !header.key().startsWith(HEADER_PREFIX))
                .toList());
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(UTF_8));
    }
}
