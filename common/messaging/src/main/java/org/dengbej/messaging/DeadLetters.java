package org.dengbej.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.dengbej.events.Abbreviate;
import org.dengbej.events.InvalidEventException;
import org.dengbej.events.Topics;
import org.dengbej.events.batch.InvalidBatchException;

/**
 * Dead-lettered records: those that nobody can handle, with the reason. The headers are those of SmallRye's own dead-letter-queue
 * strategy, so that one reader understands both.
 */
public final class DeadLetters {

    /** The prefix of all headers of ours, and of SmallRye's. */
    public static final String HEADER_PREFIX = "dead-letter-";

    public static final String REASON = HEADER_PREFIX + "reason";
    public static final String CAUSE = HEADER_PREFIX + "cause";
    public static final String TOPIC = HEADER_PREFIX + "topic";
    public static final String PARTITION = HEADER_PREFIX + "partition";
    public static final String OFFSET = HEADER_PREFIX + "offset";

    /** The size of a value that was omitted; it lies at the origin. */
    public static final String OMITTED_BYTES = HEADER_PREFIX + "omitted-bytes";

    /** On a note beside the letters: the offset of the one that was replayed. */
    static final String REPLAYED = HEADER_PREFIX + "replayed";

    private static final String INVALID = "invalid";
    private static final String DEFECT = "defect";

    /** Every kind of failure, for metrics that are there before the first. */
    public static final List<String> KINDS = List.of(INVALID, DEFECT);

    private DeadLetters() {}

    /**
     * The same key, value and headers on {@code <topic>.dlq}, with what went wrong and where the record was. A value that was
     * compressed and is larger now than any record may be is omitted.
     */
    public static ProducerRecord<String, byte[]> of(ConsumerRecord<String, byte[]> record, Throwable failure) {
        Headers headers = new RecordHeaders(record.headers().toArray());
        byte[] value = record.value();
        if (value != null && value.length > Topics.MAX_MESSAGE_BYTES) {
            put(headers, OMITTED_BYTES, Integer.toString(value.length));
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
        return failure instanceof InvalidEventException || failure instanceof InvalidBatchException ? INVALID : DEFECT;
    }

    /** The headers that a record had before it was dead-lettered. */
    static Headers original(Headers headers) {
        return new RecordHeaders(Arrays.stream(headers.toArray())
                .filter(header -> !header.key().startsWith(HEADER_PREFIX))
                .toList());
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(UTF_8));
    }
}
