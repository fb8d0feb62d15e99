package org.dengbej.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.dengbej.events.CancelJob;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.EventType;
import org.dengbej.events.InvalidEventException;
import org.dengbej.events.Topics;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedBatchCodec;
import org.dengbej.events.batch.PreparedUtterance;
import org.junit.jupiter.api.Test;

class CloudEventsTest {

    private static final DatasetFailed EVENT = new DatasetFailed("kmr", "request-1", "no recordings");

    private static ConsumerRecord<String, byte[]> received(Headers headers, byte[] value) {
        return new ConsumerRecord<>(
                "t", 0, 0, 0, TimestampType.LOG_APPEND_TIME, 0, 0, "k", value, headers, Optional.empty());
    }

    private static ConsumerRecord<String, byte[]> received(ProducerRecord<String, byte[]> sent) {
        return received(sent.headers(), sent.value());
    }

    private static Headers typed(String type) {
        return new RecordHeaders().add(CloudEvents.TYPE, type.getBytes(UTF_8));
    }

    @Test
    void anEventIsARecordInBinaryModeOnItsTypesTopic() {
        ProducerRecord<String, byte[]> record = CloudEvents.toRecord(EVENT, "/data-prep-service");
        assertThat(record.topic()).isEqualTo(Topics.DATASETS);
        assertThat(record.key()).isEqualTo("kmr");
        assertThat(List.of("ce_specversion", "ce_id", "ce_type", "ce_source", "ce_subject", "content-type"))
                .extracting(name -> CloudEvents.text(record.headers(), name).orElseThrow())
                .containsExactly(
                        "1.0",
                        EVENT.id(),
                        "org.dengbej.DatasetFailed.v1",
                        "/data-prep-service",
                        "kmr",
                        "application/json");
        assertThat(Instant.parse(CloudEvents.text(record.headers(), "ce_time").orElseThrow()))
                .isBeforeOrEqualTo(Instant.now());
        assertThat(CloudEvents.id(record.headers())).hasValue(EVENT.id());
    }

    @Test
    void aBatchIsARecordOfItsDataset() {
        PreparedUtterance utterance = new PreparedUtterance("u", new long[] {0, 1, 0}, new short[100], 1);
        PreparedBatch batch = new PreparedBatch("kmr", 0, 16_000, List.of(utterance));
        ProducerRecord<String, byte[]> record = CloudEvents.toRecord(batch, "/data-prep-service");
        assertThat(record.topic()).isEqualTo(Topics.BATCHES);
        assertThat(record.key()).isEqualTo("kmr");
        assertThat(CloudEvents.type(record.headers())).hasValue(EventType.PREPARED_BATCH);
        assertThat(CloudEvents.text(record.headers(), "content-type")).hasValue("application/vnd.safetensors");
        assertThat(PreparedBatchCodec.read(record.value()).id()).isEqualTo(batch.id());
    }

    @Test
    void whatWasSentIsRead() {
        ConsumerRecord<String, byte[]> record = received(CloudEvents.toRecord(EVENT, "/test"));
        assertThat(CloudEvents.read(record)).hasValue(EVENT);
        assertThat(CloudEvents.read(record, DatasetFailed.class)).isEqualTo(EVENT);
    }

    @Test
    void anotherKindIsRefusedWhereOneKindIsExpected() {
        assertThatThrownBy(() -> CloudEvents.read(received(CloudEvents.toRecord(EVENT, "/test")), CancelJob.class))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("org.dengbej.CancelJob.v1", "org.dengbej.DatasetFailed.v1");
        assertThatThrownBy(() -> CloudEvents.read(received(new RecordHeaders(), new byte[0]), CancelJob.class))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("found nothing");
    }

    @Test
    void anUnknownTypeIsSkippedAndAnotherVersionOfAKnownOneIsRefused() {
        assertThat(CloudEvents.read(received(typed("com.example.Other.v1"), new byte[0])))
                .isEmpty();
        assertThatThrownBy(() -> CloudEvents.read(received(typed("org.dengbej.DatasetFailed.v2"), new byte[0])))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("org.dengbej.DatasetFailed.v1", "org.dengbej.DatasetFailed.v2");
    }

    @Test
    void aRecordWithoutATypeOrAValueIsRefused() {
        Headers nullType = new RecordHeaders().add(CloudEvents.TYPE, null);
        for (Headers headers : new Headers[] {new RecordHeaders(), nullType}) {
            assertThatThrownBy(() -> CloudEvents.read(received(headers, new byte[0])))
                    .isInstanceOf(InvalidEventException.class)
                    .hasMessageContaining(CloudEvents.TYPE);
        }
        assertThatThrownBy(() -> CloudEvents.read(received(typed("org.dengbej.DatasetFailed.v1"), null)))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("empty record");
    }
}
