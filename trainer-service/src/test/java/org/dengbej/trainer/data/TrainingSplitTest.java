package org.dengbej.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.trainer.step.MicroBatch;
import org.junit.jupiter.api.Test;

class TrainingSplitTest {

    private static final ValidationSplit TENTH = new ValidationSplit(0.1);

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
        try (TrainingSplit part = new TrainingSplit(new ListedDataset(batches()), TENTH)) {
            List<String> validation = ids(part.validation(1000));
            List<String> learned = ids(epoch(part, 1));
            assertThat(validation).isNotEmpty().allMatch(TENTH::includes).doesNotContainAnyElementsOf(learned);
            assertThat(validation.size() + learned.size()).isEqualTo(200);
            assertThat(epoch(part, 1)).hasSize(part.batches());
        }
    }

    @Test
    void theSearchEndsWhenThereIsEnoughToMeasureOn() {
        try (TrainingSplit part = new TrainingSplit(new ListedDataset(batches()), TENTH)) {
            assertThat(ids(part.validation(3))).hasSizeBetween(3, 12);
        }
    }

    @Test
    void aBatchOfValidationUtterancesAloneIsLearnedFromWhole() {
        String validation = IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "u" + i)
                .filter(TENTH::includes)
                .findFirst()
                .orElseThrow();
        try (TrainingSplit part = new TrainingSplit(new ListedDataset(List.of(batch(0, List.of(validation)))), TENTH)) {
            assertThat(part.validation(10)).isEmpty();
            assertThat(ids(epoch(part, 1))).containsExactly(validation);
        }
    }

    @Test
    void aFractionOfZeroLeavesNoValidationSplit() {
        try (TrainingSplit part = new TrainingSplit(new ListedDataset(batches()), new ValidationSplit(0))) {
            assertThat(part.validation(10)).isEmpty();
            assertThat(ids(epoch(part, 2))).hasSize(200);
        }
    }
}
