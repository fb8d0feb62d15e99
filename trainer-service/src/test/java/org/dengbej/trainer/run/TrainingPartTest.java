package org.dengbej.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.trainer.evaluation.HeldOut;
import org.dengbej.trainer.window.MicroBatch;
import org.junit.jupiter.api.Test;

class TrainingPartTest {

    private static final HeldOut TENTH = new HeldOut(0.1);

    private static PreparedBatch batch(int index, List<String> ids) {
        return new PreparedBatch(
                "tiny",
                index,
                16_000,
                ids.stream()
                        .map(id -> new PreparedUtterance(id, new long[] {1}, new short[16], 1))
                        .toList());
    }

    private static List<PreparedBatch> batches() {
        return IntStream.range(0, 20)
                .mapToObj(i -> batch(
                        i,
                        IntStream.range(0, 10).mapToObj(j -> "u" + (10 * i + j)).toList()))
                .toList();
    }

    private static List<String> ids(List<MicroBatch> batches) {
        return batches.stream().flatMap(batch -> batch.utteranceIds().stream()).toList();
    }

    private static List<MicroBatch> epoch(Dataset dataset, int number) {
        List<MicroBatch> all = new ArrayList<>();
        dataset.epoch(number, 0, unreadable -> {}).forEachRemaining(all::add);
        return all;
    }

    @Test
    void everyUtteranceIsEitherLearnedFromOrMeasuredOn() {
        try (TrainingPart part = new TrainingPart(new ListedDataset(batches()), TENTH)) {
            List<String> heldOut = ids(part.heldOut(1000));
            List<String> learned = ids(epoch(part, 1));
            assertThat(heldOut).isNotEmpty().allMatch(TENTH::includes).doesNotContainAnyElementsOf(learned);
            assertThat(heldOut.size() + learned.size()).isEqualTo(200);
            assertThat(epoch(part, 1)).hasSize(part.batches());
        }
    }

    @Test
    void theSearchEndsWhenThereIsEnoughToMeasureOn() {
        try (TrainingPart part = new TrainingPart(new ListedDataset(batches()), TENTH)) {
            assertThat(ids(part.heldOut(3))).hasSizeBetween(3, 12);
        }
    }

    @Test
    void aBatchOfHeldOutUtterancesAloneIsLearnedFromWhole() {
        String held = IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "u" + i)
                .filter(TENTH::includes)
                .findFirst()
                .orElseThrow();
        try (TrainingPart part = new TrainingPart(new ListedDataset(List.of(batch(0, List.of(held)))), TENTH)) {
            assertThat(part.heldOut(10)).isEmpty();
            assertThat(ids(epoch(part, 1))).containsExactly(held);
        }
    }

    @Test
    void nothingIsHeldOutAtAShareOfZero() {
        try (TrainingPart part = new TrainingPart(new ListedDataset(batches()), new HeldOut(0))) {
            assertThat(part.heldOut(10)).isEmpty();
            assertThat(ids(epoch(part, 2))).hasSize(200);
        }
    }
}
