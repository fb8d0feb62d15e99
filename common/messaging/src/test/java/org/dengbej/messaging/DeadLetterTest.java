package org.dengbej.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.dengbej.events.Abbreviate;
import org.dengbej.events.InvalidEventException;
import org.dengbej.events.Topics;
import org.dengbej.events.batch.InvalidBatchException;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    private static ConsumerRecord<String, byte[]> record(String topic, long offset, Headers headers, byte[] value) {
        int bytes = value == null ? ConsumerRecord.NULL_SIZE : value.length;
        return new ConsumerRecord<>(
                topic,
                2,
                offset,
                1_000,
                TimestampType.LOG_APPEND_TIME,
                0,
                bytes,
                "k",
                value,
                headers,
                Optional.empty());
    }

    private static ConsumerRecord<String, byte[]> original(byte[] value) {
        return record("jobs", 7, new RecordHeaders().add(CloudEvents.TYPE, "some.Type.v1".getBytes(UTF_8)), value);
    }

    /** The letter of a record, as it is read from the dead-letter topic. */
    private static DeadLetter letter(ConsumerRecord<String, byte[]> original, Throwable failure) {
        ProducerRecord<String, byte[]> sent = DeadLetters.of(original, failure);
        return DeadLetter.of(record(sent.topic(), 11, sent.headers(), sent.value()));
    }

    @Test
    void aLetterSaysWhereTheRecordWasAndWhy() {
        DeadLetter letter = letter(original(new byte[5]), new InvalidEventException("it is bad"));
        assertThat(letter)
                .isEqualTo(new DeadLetter(
                        "jobs.dlq",
                        2,
                        11,
                        new DeadLetter.Origin("jobs", 2L, 7L),
                        Instant.ofEpochMilli(1_000),
                        "it is bad",
                        "k",
                        "",
                        "some.Type.v1",
                        5,
                        true,
                        false));
        assertThat(letter.asReplayed().replayed()).isTrue();
    }

    @Test
    void keyValueAndHeadersAreThoseOfTheRecord() {
        ConsumerRecord<String, byte[]> original = original(new byte[] {1, 2});
        ProducerRecord<String, byte[]> sent = DeadLetters.of(original, new IllegalStateException("a defect"));
        assertThat(sent.key()).isEqualTo("k");
        assertThat(sent.value()).isEqualTo(original.value());
        assertThat(DeadLetters.original(sent.headers())).isEqualTo(original.headers());
    }

    @Test
    void theOriginStandsInSmallRyesHeaders() {
        Headers headers = DeadLetters.of(original(new byte[1]), new IllegalStateException("it"))
                .headers();
        assertThat(Map.of("topic", "jobs", "partition", "2", "offset", "7"))
                .allSatisfy((name, value) -> assertThat(CloudEvents.text(headers, "dead-letter-" + name))
                        .hasValue(value));
    }

    @Test
    void aValueLargerThanAnyRecordIsNamedByItsSizeAlone() {
        byte[] limit = new byte[Topics.MAX_MESSAGE_BYTES];
        assertThat(letter(original(limit), new IllegalStateException("it")).complete())
                .isTrue();

        DeadLetter letter = letter(original(new byte[limit.length + 1]), new IllegalStateException("it"));
        assertThat(letter.complete()).isFalse();
        assertThat(letter.bytes()).isEqualTo(limit.length + 1);
    }

    @Test
    void aRecordWithoutAValueHasNoBytes() {
        assertThat(letter(original(null), new IllegalStateException("it")).bytes())
                .isZero();
    }

    @Test
    void theCauseIsNamedWhereThereIsOne() {
        ConsumerRecord<String, byte[]> original = original(new byte[1]);
        Headers with = DeadLetters.of(original, new IllegalStateException("it", new NullPointerException()))
                .headers();
        assertThat(CloudEvents.text(with, DeadLetters.CAUSE)).hasValue("java.lang.NullPointerException");
        Headers without =
                DeadLetters.of(original, new IllegalStateException("it")).headers();
        assertThat(without.headers(DeadLetters.CAUSE)).isEmpty();
    }

    @Test
    void aSecondLetterOfARecordReplacesTheFirstReason() {
        ProducerRecord<String, byte[]> first = DeadLetters.of(original(new byte[1]), new IllegalStateException("one"));
        ProducerRecord<String, byte[]> second =
                DeadLetters.of(record("jobs", 8, first.headers(), first.value()), new IllegalStateException("two"));
        assertThat(second.headers().headers(DeadLetters.REASON))
                .extracting(Header::value)
                .containsExactly("two".getBytes(UTF_8));
    }

    @Test
    void aLetterWithoutOurHeadersIsRead() {
        Headers headers = new RecordHeaders()
                .add(DeadLetters.PARTITION, "x".getBytes(UTF_8))
                .add(DeadLetters.OFFSET, "99999999999999999999".getBytes(UTF_8));
        DeadLetter letter = DeadLetter.of(record("jobs.dlq", 3, headers, new byte[1]));
        assertThat(letter.origin()).isEqualTo(new DeadLetter.Origin("jobs", null, null));
        assertThat(letter.reason()).isEmpty();
        assertThat(letter.type()).isEmpty();
    }

    @Test
    void aRecordThatBreaksARuleIsInvalidAndAnyOtherFailureIsADefect() {
        assertThat(DeadLetters.kind(new InvalidEventException("it"))).isEqualTo("invalid");
        assertThat(DeadLetters.kind(new InvalidBatchException("it"))).isEqualTo("invalid");
        assertThat(DeadLetters.kind(new IllegalStateException("it"))).isEqualTo("defect");
    }

    @Test
    void aLongReasonIsAbbreviated() {
        String limit = "x".repeat(2_000);
        assertThat(Abbreviate.of(limit)).isEqualTo(limit);
        assertThat(Abbreviate.of(limit + "y")).isEqualTo(limit + " ...");
        assertThat(Abbreviate.of(new IllegalStateException("it"))).isEqualTo("it");
        assertThat(Abbreviate.of(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
    }
}
