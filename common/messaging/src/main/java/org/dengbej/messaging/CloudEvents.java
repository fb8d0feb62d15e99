package org.dengbej.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.dengbej.events.Event;
import org.dengbej.events.EventJson;
import org.dengbej.events.EventType;
import org.dengbej.events.InvalidEventException;
import org.dengbej.events.Topics;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedBatchCodec;

/**
 * Events as Kafka records: <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">
 * CloudEvents 1.0 in binary mode</a>, attributes in headers, the event alone in the value.
 */
public final class CloudEvents {

    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String TIME = "ce_time";
    public static final String SUBJECT = "ce_subject";
    public static final String CONTENT_TYPE = "content-type";

    private static final String JSON = "application/json";
    private static final String SAFETENSORS = "application/vnd.safetensors";

    private CloudEvents() {}

    /** The record of an event, on its type's topic. {@code source} says who sends it, e.g. {@code /trainer-service}. */
    public static ProducerRecord<String, byte[]> toRecord(Event event, String source) {
        EventType type = event.type();
        Headers headers = headers(event.id(), type.type(), source, event.key(), JSON);
        return new ProducerRecord<>(type.topic(), null, event.key(), EventJson.write(event), headers);
    }

    /** The record of a batch, in the partition that keeps the order of its data set. */
    public static ProducerRecord<String, byte[]> toRecord(PreparedBatch batch, String source) {
        return toRecord(batch, Topics.BATCHES, batch.dataset(), source);
    }

    /** The same on another topic, and under another key than the data set's name, in the partition of that. */
    public static ProducerRecord<String, byte[]> toRecord(
            PreparedBatch batch, String topic, String key, String source) {
        Headers headers = headers(batch.id(), EventType.PREPARED_BATCH, source, batch.dataset(), SAFETENSORS);
        return new ProducerRecord<>(topic, null, key, PreparedBatchCodec.write(batch), headers);
    }

    /** The headers of an event, for a sender that makes its record by other means. */
    public static Headers headers(Event event, String source) {
        return headers(event.id(), event.type().type(), source, event.key(), JSON);
    }

    private static Headers headers(String id, String type, String source, String subject, String contentType) {
        return new RecordHeaders()
                .add(SPEC_VERSION, "1.0".getBytes(UTF_8))
                .add(ID, id.getBytes(UTF_8))
                .add(TYPE, type.getBytes(UTF_8))
                .add(SOURCE, source.getBytes(UTF_8))
                .add(
                        TIME,
                        Instant.now().truncatedTo(ChronoUnit.MILLIS).toString().getBytes(UTF_8))
                .add(SUBJECT, subject.getBytes(UTF_8))
                .add(CONTENT_TYPE, contentType.getBytes(UTF_8));
    }

    /** The {@code ce_type} of a record; empty when it has none. */
    public static Optional<String> type(Headers headers) {
        return text(headers, TYPE);
    }

    /** The {@code ce_id} of a record; empty when it has none. */
    public static Optional<String> id(Headers headers) {
        return text(headers, ID);
    }

    /**
     * Reads the event of a record; empty when the record is of an unknown type, which a reader skips.
     *
     * @throws InvalidEventException when the record has no type, its type is a version that we do not know of one that we know, or
     *     the value breaks its type's rules
     */
    public static Optional<Event> read(ConsumerRecord<String, byte[]> record) {
        String found = type(record.headers())
                .orElseThrow(() -> new InvalidEventException("expected the header %s, found none".formatted(TYPE)));
        Optional<EventType> type = EventType.parse(found);
        if (type.isEmpty()) {
            refuseOtherVersion(found);
            return Optional.empty();
        }
        if (record.value() == null) {
            throw new InvalidEventException("%s: expected a JSON object, found an empty record"
                    .formatted(type.get().type()));
        }
        return Optional.of(EventJson.read(record.value(), type.get().record()));
    }

    private static void refuseOtherVersion(String found) {
        EventType.ofOtherVersion(found).ifPresent(known -> {
            throw new InvalidEventException(
                    "%s: expected %s, found %s; update this reader, or have it sent as the older one"
                            .formatted(TYPE, known.type(), found));
        });
    }

    /**
     * Reads the event of a record on a topic that carries this kind alone.
     *
     * @throws InvalidEventException when the record is of another type or version, or the value breaks the type's rules
     */
    public static <T extends Event> T read(ConsumerRecord<String, byte[]> record, Class<T> kind) {
        String expected = EventType.of(kind).type();
        String found = type(record.headers()).orElse("nothing");
        if (!found.equals(expected)) {
            throw new InvalidEventException("%s must be %s here, found %s".formatted(TYPE, expected, found));
        }
        return kind.cast(read(record).orElseThrow());
    }

    /** A header as text; empty when it is not there. */
    static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), UTF_8));
    }
}
