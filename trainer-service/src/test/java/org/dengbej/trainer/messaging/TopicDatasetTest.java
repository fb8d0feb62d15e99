package org.dengbej.trainer.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.DatasetStatistics;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.Topics;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedBatchCodec;
import org.dengbej.messaging.OffsetRangeReader;
import org.dengbej.trainer.data.Dataset.Epoch;
import org.dengbej.trainer.data.Dataset.UnreadableBatch;
import org.dengbej.trainer.step.TinyVoice;
import org.junit.jupiter.api.Test;

class TopicDatasetTest {

    private static final int BATCHES = 3;

    /** Gets to be the one for which there is no room, so and so often. */
    private static final int LARGE = 1;

    private final List<UnreadableBatch> unreadable = new ArrayList<>();
    private int refusals;

    /** A batch that takes more memory than there is, while there are refusals left. */
    private final class Large extends ConsumerRecord<String, byte[]> {

        Large(ConsumerRecord<String, byte[]> as) {
            super(as.topic(), as.partition(), as.offset(), as.key(), as.value());
        }

        @Override
        public byte[] value() {
            return refusals-- > 0 ? new byte[Integer.MAX_VALUE] : super.value();
        }
    }

    /** A log that can be read from again and again. */
    private static final class Log extends MockConsumer<String, byte[]> {

        private final List<ConsumerRecord<String, byte[]>> all;

        Log(List<ConsumerRecord<String, byte[]>> all) {
            super("earliest");
            this.all = all;
        }

        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
            super.seek(partition, offset);
            all.stream().filter(record -> record.offset() >= offset).forEach(this::addRecord);
        }
    }

    private TopicDataset dataset() {
        return dataset(Topics.BATCHES);
    }

    private TopicDataset dataset(String topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        for (PreparedBatch batch : TinyVoice.batches(BATCHES, 1)) {
            ConsumerRecord<String, byte[]> record =
                    new ConsumerRecord<>(topic, 0, batch.index(), "tiny", PreparedBatchCodec.write(batch));
            records.add(batch.index() == LARGE ? new Large(record) : record);
        }
        DatasetPrepared prepared = new DatasetPrepared(
                "tiny",
                "tiny",
                16_000,
                BATCHES,
                124,
                new DatasetStatistics(3, 0.001, 1, 1, Map.of(), List.of()),
                List.of(new OffsetRange(topic, 0, 0, BATCHES, BATCHES)),
                Map.of(),
                List.of());
        OffsetRangeReader log = new OffsetRangeReader(new Log(records), Duration.ofSeconds(1));
        return new TopicDataset(
                log,
                List.of(new TopicDataset.Source(prepared, 1, null)),
                5,
                (record, why) -> assertThat(why).isNull());
    }

    /** The batches of an epoch, those for which there was no room asked for again. */
    private List<Integer> read(Epoch epoch) {
        List<Integer> read = new ArrayList<>();
        while (epoch.hasNext()) {
            try {
                read.add(epoch.next().batch().index());
            } catch (OutOfMemoryError e) {
                read.add(-1);
            }
        }
        return read;
    }

    @Test
    void temporaryBatchesAreReadLikeOthersAndTheirDataSetSaysSo() {
        try (TopicDataset temporary = dataset(Topics.TEMPORARY_BATCHES);
                TopicDataset lasting = dataset()) {
            assertThat(read(temporary.epoch(1, 0, unreadable::add))).containsExactlyInAnyOrder(0, 1, 2);
            assertThat(temporary.temporary()).isTrue();
            assertThat(lasting.temporary()).isFalse();
        }
    }

    @Test
    void aBatchForWhichThereIsNoRoomStaysTheNextOne() {
        try (TopicDataset dataset = dataset()) {
            refusals = 1;
            assertThat(read(dataset.epoch(1, 0, unreadable::add))).containsExactlyInAnyOrder(-1, 0, 1, 2);
            assertThat(unreadable).isEmpty();
        }
    }

    @Test
    void aBatchForWhichThereIsNoRoomAgainIsPassedByInThisEpochAlone() {
        try (TopicDataset dataset = dataset()) {
            // Given
            refusals = 2;

            // When
            Epoch epoch = dataset.epoch(1, 0, unreadable::add);

            // Then
            assertThat(read(epoch)).containsExactlyInAnyOrder(-1, -1, 0, 2);
            assertThat(epoch.position()).isEqualTo(BATCHES);
            assertThat(unreadable).singleElement().satisfies(one -> {
                assertThat(one.ordinal()).isEqualTo(LARGE);
                assertThat(one.reason()).contains("no memory", "-Xmx");
            });
            assertThat(read(dataset.epoch(2, 0, unreadable::add))).containsExactlyInAnyOrder(0, 1, 2);
        }
    }

    @Test
    void aBatchForWhichThereIsNoRoomWhenTheDataSetIsOpenedIsReadInItsTurn() {
        refusals = 1;
        try (TopicDataset dataset = dataset()) {
            assertThat(read(dataset.epoch(1, 0, unreadable::add))).containsExactlyInAnyOrder(0, 1, 2);
        }
    }
}
