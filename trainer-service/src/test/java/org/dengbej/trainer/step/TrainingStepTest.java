package org.dengbej.trainer.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.safetensors.Tensor;
import org.dengbej.trainer.optim.AdamW;
import org.dengbej.trainer.optim.GradScaler;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.engine.Autograd;
import org.dengbej.vits.engine.Torch;
import org.dengbej.vits.loss.LossNormalizers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainingStepTest {

    private static final String HUGE = "huge";

    private final VitsModel model = VitsModel.of(TinyVoice.fresh(1), Device.cpu());
    private final AdamW optimizer = new AdamW(model.parameters(), new AdamW.Settings(0.9, 0.999, 1e-8, 0.01), 1e-3);
    private final List<SkippedBatch> skipped = new ArrayList<>();
    private Objective objective = new MelObjective(model, 7);
    private OutOfMemoryPolicy policy = OutOfMemoryPolicy.SKIP;
    private boolean stop;

    @AfterEach
    void close() {
        objective.close();
        optimizer.close();
        model.close();
    }

    private TrainingStep step(int accumulationSteps, GradScaler scaler) {
        OptimizerStep step = new OptimizerStep(List.of(optimizer), scaler, 0);
        return new TrainingStep(objective, step, accumulationSteps, policy, skipped::add, () -> stop);
    }

    private static Iterator<MicroBatch> epoch(List<PreparedBatch> batches) {
        return batches.stream().map(batch -> new MicroBatch(1, batch)).iterator();
    }

    private static Iterator<MicroBatch> epoch(PreparedBatch batch) {
        return epoch(List.of(batch));
    }

    /** The gradients that a step's backward passes leave, before anything is done with them. */
    private Map<String, float[]> gradients(List<PreparedBatch> batches) {
        model.parameters().zeroGradients();
        LossNormalizers normalizers = TrainingBatches.normalizers(
                batches.stream().map(batch -> new MicroBatch(1, batch)).toList(), objective.hopSamples());
        batches.forEach(batch -> objective.backward(new MicroBatch(1, batch), normalizers, 1));
        model.parameters().settleGradients();
        return gradientsLeft();
    }

    private Map<String, float[]> gradientsLeft() {
        Map<String, float[]> gradients = new HashMap<>();
        for (String name : model.parameters().names()) {
            model.parameters().gradient(name).ifPresent(gradient -> {
                gradients.put(name, gradient.toFloatArray());
                gradient.close();
            });
        }
        return gradients;
    }

    private Map<String, Tensor> weights() {
        return model.parameters().copyOut();
    }

    private Map<String, Tensor> moments() {
        Map<String, Tensor> moments = optimizer.state();
        moments.replaceAll((name, tensor) -> tensor.copied());
        return moments;
    }

    private static void assertBitEqual(Map<String, Tensor> found, Map<String, Tensor> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        found.forEach((name, tensor) ->
                assertThat(tensor.data()).as(name).isEqualTo(expected.get(name).data()));
    }

    /** The weights after one step of the batches, from the same beginning, with a new optimizer. */
    private Map<String, Tensor> weightsAfter(Map<String, Tensor> from, List<PreparedBatch> batches, int accumulation) {
        model.parameters().load(from);
        try (AdamW own = new AdamW(model.parameters(), new AdamW.Settings(0.9, 0.999, 1e-8, 0.01), 1e-3)) {
            OptimizerStep step = new OptimizerStep(List.of(own), GradScaler.disabled(), 0);
            new TrainingStep(objective, step, accumulation, policy, skipped::add, () -> false).train(epoch(batches));
            return weights();
        }
    }

    @Test
    void accumulationOfFourTimesTwoEqualsOneBatchOfEight() {
        List<PreparedBatch> micro = TinyVoice.batches(4, 2);
        Map<String, float[]> accumulated = gradients(micro);
        Map<String, float[]> whole = gradients(List.of(TinyVoice.joined(micro)));
        assertThat(Distance.relative(accumulated, whole)).isLessThan(1e-5);
    }

    @Test
    void batchesOfUnlikeSizeCountByTheirItems() {
        List<PreparedBatch> all = TinyVoice.batches(4, 1);
        List<PreparedBatch> unlike = List.of(all.get(0), TinyVoice.joined(all.subList(1, 4)));
        assertThat(Distance.relative(gradients(unlike), gradients(List.of(TinyVoice.joined(all)))))
                .isLessThan(1e-5);
    }

    @Test
    void aShortLastWindowIsDividedByWhatItHolds() {
        // Given three batches where eight would fit
        List<PreparedBatch> three = TinyVoice.batches(3, 1);
        Map<String, Tensor> from = weights();

        // When
        Map<String, Tensor> asWindowOfEight = weightsAfter(from, three, 8);
        Map<String, Tensor> asWindowOfThree = weightsAfter(from, three, 3);

        // Then
        assertBitEqual(asWindowOfEight, asWindowOfThree);
    }

    @Test
    void anEpochWithNothingLeftTakesNoStep() {
        Map<String, Tensor> before = weights();
        assertThat(step(4, GradScaler.enabled()).train(epoch(List.of()))).isEqualTo(new StepOutcome.EpochEnded(0));
        assertBitEqual(weights(), before);
        assertThat(optimizer.state()).isEmpty();
    }

    @Test
    void anOverflowLeavesWeightsAndMomentsAloneAndHalvesTheScale() {
        // Given a first step, so that there are moments
        GradScaler scaler = GradScaler.enabled();
        List<PreparedBatch> batches = TinyVoice.batches(2, 1);
        step(1, scaler).train(epoch(batches.get(0)));
        Map<String, Tensor> weights = weights();
        Map<String, Tensor> moments = moments();
        double scale = scaler.scale();
        objective = new Overflowing(objective);

        // When
        StepOutcome outcome = step(1, scaler).train(epoch(batches.get(1)));

        // Then
        assertThat(outcome).isInstanceOf(StepOutcome.Overflowed.class);
        assertBitEqual(weights(), weights);
        assertBitEqual(moments(), moments);
        assertThat(scaler.scale()).isEqualTo(scale / 2);
    }

    @Test
    void withoutAScalerANonFiniteGradientReachesNoWeightEither() {
        Map<String, Tensor> before = weights();
        objective = new Overflowing(objective);
        StepOutcome outcome = step(2, GradScaler.disabled()).train(epoch(TinyVoice.batches(2, 1)));
        assertThat(outcome).isInstanceOf(StepOutcome.Overflowed.class);
        assertBitEqual(weights(), before);
    }

    @Test
    void aBatchThatDoesNotFitInForwardContributesNothing() {
        // Given a text so long that its attention takes terabytes: the allocator itself refuses
        List<PreparedBatch> good = TinyVoice.batches(3, 2);
        PreparedBatch huge = new PreparedBatch(
                "tiny", 9, 16_000, List.of(new PreparedUtterance(HUGE, new long[3_000_000], new short[16_000], 1)));
        Map<String, Tensor> from = weights();
        Map<String, Tensor> without = weightsAfter(from, good, 4);

        // When
        Map<String, Tensor> with = weightsAfter(from, List.of(good.get(0), huge, good.get(1), good.get(2)), 4);

        // Then
        assertBitEqual(with, without);
        assertThat(skipped).hasSize(1);
        assertThat(skipped.get(0).batch().utteranceIds()).containsExactly(HUGE);
        assertThat(skipped.get(0).detail()).contains("memory");
    }

    @Test
    void aBatchThatDoesNotFitInBackwardContributesNothing() {
        // Given a loss whose backward takes terabytes, after it has written the model's gradients
        List<PreparedBatch> good = TinyVoice.batches(3, 2);
        PreparedBatch huge = named(good.get(1), HUGE);
        objective = new HungryInBackward(objective, model);
        Map<String, Tensor> from = weights();
        Map<String, Tensor> without = weightsAfter(from, good, 3);

        // When
        Map<String, Tensor> with = weightsAfter(from, List.of(good.get(0), huge, good.get(1), good.get(2)), 3);

        // Then
        assertBitEqual(with, without);
        assertThat(skipped).hasSize(1);
    }

    @Test
    void theWindowIsFilledUpAfterASkip() {
        List<PreparedBatch> good = TinyVoice.batches(3, 1);
        objective = new HungryInBackward(objective, model);
        Iterator<MicroBatch> epoch = epoch(List.of(named(good.get(0), HUGE), good.get(0), good.get(1), good.get(2)));
        assertThat(step(2, GradScaler.disabled()).train(epoch))
                .isInstanceOfSatisfying(
                        StepOutcome.Stepped.class,
                        step -> assertThat(step.contents().batches()).hasSize(2));
        assertThat(epoch).hasNext();
    }

    @Test
    void aBatchThatIsSplitGivesTheGradientOfTheWhole() {
        // Given
        List<PreparedBatch> whole = List.of(TinyVoice.joined(TinyVoice.batches(4, 1)));
        policy = OutOfMemoryPolicy.SPLIT;
        Map<String, float[]> expected = gradients(whole);
        objective = new HungryInBackward(objective, model, batch -> batch.items() > 1);

        // When
        step(1, GradScaler.disabled()).train(epoch(whole));
        Map<String, float[]> split = gradientsLeft(); // a step moves weights alone

        // Then
        assertThat(Distance.relative(split, expected)).isLessThan(1e-5);
        assertThat(skipped).isEmpty();
    }

    @Test
    void ofABatchThatIsSplitOnlyTheUtteranceThatDoesNotFitAloneIsLeftOut() {
        // Given
        List<PreparedBatch> good = TinyVoice.batches(3, 1);
        PreparedBatch mixed =
                TinyVoice.joined(List.of(good.get(0), named(good.get(1), HUGE), good.get(1), good.get(2)));
        policy = OutOfMemoryPolicy.SPLIT;
        objective = new HungryInBackward(objective, model);

        // When
        StepOutcome outcome = step(1, GradScaler.disabled()).train(epoch(mixed));

        // Then
        assertThat(skipped)
                .singleElement()
                .satisfies(one -> assertThat(one.batch().utteranceIds()).containsExactly(HUGE));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        StepOutcome.Stepped.class,
                        step -> assertThat(step.contents().utteranceIds()).containsExactly("u0", "u1", "u2"));
    }

    @Test
    void whatDidNotFitOnceIsSplitBeforeItIsTried() {
        // Given
        List<PreparedBatch> batches = TinyVoice.batches(2, 2);
        policy = OutOfMemoryPolicy.SPLIT;
        List<Integer> tried = new ArrayList<>();
        objective = new HungryInBackward(objective, model, batch -> {
            tried.add(batch.items());
            return batch.items() > 1;
        });
        TrainingStep step = step(1, GradScaler.disabled());
        step.train(epoch(batches.get(0)));
        tried.clear();

        // When
        step.train(epoch(batches.get(1)));

        // Then
        assertThat(tried).containsExactly(1, 1);
    }

    @Test
    void anotherEngineErrorIsNotTakenForALackOfMemory() {
        Objective broken = new Delegating(objective) {
            @Override
            public Map<String, Double> backward(MicroBatch batch, LossNormalizers normalizers, double lossScale) {
                try (NDManager manager = Torch.newManager(Device.cpu())) {
                    manager.ones(new Shape(2, 3)).matMul(manager.ones(new Shape(2, 3)));
                }
                return Map.of();
            }
        };
        objective = broken;
        assertThatThrownBy(() -> step(1, GradScaler.disabled()).train(epoch(TinyVoice.batches(1, 1))))
                .isInstanceOf(EngineException.class);
        assertThat(skipped).isEmpty();
    }

    @Test
    void aStopLeavesTheWindowUndone() {
        Map<String, Tensor> before = weights();
        stop = true;
        assertThat(step(2, GradScaler.disabled()).train(epoch(TinyVoice.batches(2, 1))))
                .isEqualTo(new StepOutcome.Abandoned());
        assertBitEqual(weights(), before);
    }

    private static PreparedBatch named(PreparedBatch batch, String id) {
        PreparedUtterance first = batch.utterances().get(0);
        return new PreparedBatch(
                batch.dataset(),
                9,
                batch.sampleRateHz(),
                List.of(new PreparedUtterance(id, first.inputIds(), first.waveform(), 1)));
    }

    private static class Delegating implements Objective {

        private final Objective real;

        Delegating(Objective real) {
            this.real = real;
        }

        @Override
        public int hopSamples() {
            return real.hopSamples();
        }

        @Override
        public Map<String, Double> backward(MicroBatch batch, LossNormalizers normalizers, double lossScale) {
            return real.backward(batch, normalizers, lossScale);
        }

        @Override
        public Map<String, Double> measure(MicroBatch batch, LossNormalizers normalizers) {
            return real.measure(batch, normalizers);
        }

        @Override
        public void close() {
            real.close();
        }
    }

    /** The real gradients, times infinity. */
    private static final class Overflowing extends Delegating {

        Overflowing(Objective real) {
            super(real);
        }

        @Override
        public Map<String, Double> backward(MicroBatch batch, LossNormalizers normalizers, double lossScale) {
            return super.backward(batch, normalizers, Double.POSITIVE_INFINITY);
        }
    }

    /** For some batches, else those with the utterance {@code huge}: writes the real gradients, then makes the CPU's allocator refuse in a backward pass. */
    private static final class HungryInBackward extends Delegating {

        private final VitsModel model;
        private final Predicate<MicroBatch> hungry;

        HungryInBackward(Objective real, VitsModel model) {
            this(real, model, batch -> batch.utteranceIds().contains(HUGE));
        }

        HungryInBackward(Objective real, VitsModel model, Predicate<MicroBatch> hungry) {
            super(real);
            this.model = model;
            this.hungry = hungry;
        }

        @Override
        public Map<String, Double> backward(MicroBatch batch, LossNormalizers normalizers, double lossScale) {
            Map<String, Double> losses = super.backward(batch, normalizers, lossScale);
            if (hungry.test(batch)) {
                NDArray parameter = model.parameters().get("decoder.conv_pre.bias");
                try (NDManager scope = Torch.newManager(Device.cpu());
                        Autograd.Recording recording = Autograd.record()) {
                    // A view of one number as 2^44 costs nothing; the gradient of a selection from it is an array of
                    // that size.
                    NDArray view = parameter.flatten().get("0:1").broadcast(RefusingAllocator.MORE_THAN_THERE_IS);
                    view.attach(scope);
                    recording.backward(view.get(0), 1);
                }
            }
            return losses;
        }
    }
}
