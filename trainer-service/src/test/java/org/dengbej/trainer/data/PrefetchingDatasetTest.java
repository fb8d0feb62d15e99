package org.dengbej.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.trainer.data.Dataset.UnreadableBatch;
import org.dengbej.trainer.step.MicroBatch;
import org.dengbej.trainer.step.TinyVoice;
import org.junit.jupiter.api.Test;

class PrefetchingDatasetTest {

    /** An epoch as a run sees it, in its order. */
    private static List<String> seen(Dataset dataset, int epoch, int position) {
        List<String> seen = new ArrayList<>();
        Dataset.Epoch batches =
                dataset.epoch(epoch, position, unreadable -> seen.add("unreadable " + unreadable.ordinal()));
        while (batches.hasNext()) {
            MicroBatch batch = batches.next();
            seen.add("%d of epoch %d, at %d".formatted(batch.batch().index(), batch.epoch(), batches.position()));
        }
        seen.add("end at " + batches.position());
        return seen;
    }

    @Test
    void aRunSeesTheDataSetItself() {
        // Given two batches that cannot be read
        List<PreparedBatch> batches = new ArrayList<>(TinyVoice.batches(6, 1));
        batches.addAll(Arrays.asList(null, null));
        Dataset listed = new ListedDataset(batches);

        // When, Then
        try (PrefetchingDataset ahead = new PrefetchingDataset(listed, 3)) {
            assertThat(ahead.batches()).isEqualTo(8);
            for (int epoch = 1; epoch < 6; epoch++) {
                assertThat(seen(ahead, epoch, epoch - 1)).isEqualTo(seen(listed, epoch, epoch - 1));
            }
        }
    }

    @Test
    void theNextBatchesAreReadWhileOneIsTrainedOn() throws InterruptedException {
        // Given
        CountDownLatch third = new CountDownLatch(3);
        try (PrefetchingDataset ahead = new PrefetchingDataset(new Told(third::countDown), 2)) {
            // When one was asked for, Then three were read
            ahead.epoch(1, 0, unreadable -> {}).next();
            assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aFailureComesAtItsPlace() {
        // Given a broker that stays away when the third is fetched
        int[] read = {0};
        Dataset failing = new Told(() -> {
            if (++read[0] == 3) {
                throw new IllegalStateException("the broker sent nothing");
            }
        });
        try (PrefetchingDataset ahead = new PrefetchingDataset(failing, 4)) {
            // When, Then
            Dataset.Epoch epoch = ahead.epoch(1, 0, unreadable -> {});
            epoch.next();
            epoch.next();
            assertThat(epoch.position()).isEqualTo(2);
            assertThatThrownBy(epoch::hasNext).hasMessage("the broker sent nothing");
            assertThatThrownBy(epoch::next).hasMessage("the broker sent nothing");
        }
    }

    @Test
    void anErrorOfTheReaderIsTheRunsToo() {
        Dataset failing = new Told(() -> {
            throw new StackOverflowError();
        });
        try (PrefetchingDataset ahead = new PrefetchingDataset(failing, 4)) {
            Dataset.Epoch epoch = ahead.epoch(1, 0, unreadable -> {});
            assertThatThrownBy(epoch::hasNext).isInstanceOf(StackOverflowError.class);
        }
    }

    @Test
    void aBatchForWhichThereIsNoRoomIsReadAgainWhenThoseAheadOfItAreUsed() {
        // Given a third batch that finds the heap full
        int[] asked = {0};
        List<Integer> taken = new ArrayList<>();
        List<Integer> takenWhenReadAgain = new ArrayList<>();
        Dataset full = new Told(() -> {
            asked[0]++;
            if (asked[0] == 3) {
                moreThanThereIs();
            } else if (asked[0] == 4) {
                takenWhenReadAgain.addAll(taken);
            }
        });
        try (PrefetchingDataset ahead = new PrefetchingDataset(full, 4)) {
            // When
            Dataset.Epoch epoch = ahead.epoch(1, 0, unreadable -> {});
            while (taken.size() < 2) {
                taken.add(epoch.next().batch().index());
            }
            List<String> rest = new ArrayList<>();
            epoch.forEachRemaining(batch -> rest.add(batch.batch().id()));

            // Then nothing was lost
            assertThat(rest).hasSize(4).doesNotHaveDuplicates();
            assertThat(takenWhenReadAgain).isNotEmpty();
        }
    }

    private static void moreThanThereIs() {
        assertThat(new byte[Integer.MAX_VALUE]).isEmpty(); // the virtual machine's limit lies below
    }

    @Test
    void anEpochThatWasLeftMakesPlaceForTheNext() {
        try (PrefetchingDataset ahead = new PrefetchingDataset(new ListedDataset(TinyVoice.batches(6, 1)), 1)) {
            ahead.epoch(1, 0, unreadable -> {}).next();
            assertThat(seen(ahead, 1, 0)).hasSize(7);
        }
    }

    /** Tells before each batch is read. */
    private record Told(Runnable beforeEach) implements Dataset {

        private static final Dataset LISTED = new ListedDataset(TinyVoice.batches(6, 1));

        @Override
        public int batches() {
            return LISTED.batches();
        }

        @Override
        public int utterances() {
            return LISTED.utterances();
        }

        @Override
        public Set<String> speakers() {
            return LISTED.speakers();
        }

        @Override
        public Epoch epoch(int number, int position, Consumer<UnreadableBatch> unreadable) {
            Epoch epoch = LISTED.epoch(number, position, unreadable);
            return new Epoch() {

                @Override
                public int position() {
                    return epoch.position();
                }

                @Override
                public boolean hasNext() {
                    return epoch.hasNext();
                }

                @Override
                public MicroBatch next() {
                    beforeEach.run();
                    return epoch.next();
                }
            };
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
