package org.dengbej.trainer.step;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dengbej.events.batch.PreparedBatch;
import org.dengbej.events.batch.PreparedUtterance;
import org.dengbej.safetensors.Tensor;
import org.dengbej.vits.DiscriminatorConfig;
import org.dengbej.vits.DiscriminatorModel;
import org.dengbej.vits.VitsModel;
import org.dengbej.vits.Voice;
import org.dengbej.vits.engine.Precision;
import org.dengbej.vits.loss.LossCoefficients;
import org.dengbej.vits.loss.LossNormalizers;
import org.dengbej.vits.weights.FreshWeights;
import org.dengbej.vits.weights.Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VitsObjectiveTest {

    private static final LossCoefficients WEIGHTS = new LossCoefficients(45.0, 1.0, 1.0, 1.0, 1.0, 1.0);

    private final Voice voice = loud(TinyVoice.fresh(1));
    private final VitsModel model = VitsModel.forTraining(voice, Device.cpu(), Precision.FLOAT32);
    private final DiscriminatorModel discriminators = new DiscriminatorModel(
            DiscriminatorConfig.of(voice.config()), new FreshWeights(2), Device.cpu(), true, Precision.FLOAT32);
    private final VitsObjective training = new VitsObjective(model, discriminators, WEIGHTS, 7, true);

    @AfterEach
    void close() {
        training.close();
        discriminators.close();
        model.close();
    }

    /** As loud as speech: the logarithm of a fresh voice's near-silence is made of rounding errors. */
    private static Voice loud(Voice fresh) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(fresh.tensors());
        tensors.computeIfPresent("decoder.conv_post.weight", (name, tensor) -> {
            float[] louder = tensor.toFloats();
            for (int i = 0; i < louder.length; i++) {
                louder[i] *= 30;
            }
            return Tensor.of(louder, tensor.shape());
        });
        return new Voice(fresh.config(), fresh.tokenizer(), tensors);
    }

    /** Utterances of unlike length and text: padding must not matter. */
    private static List<PreparedUtterance> utterances(int count) {
        Random random = new Random(3);
        List<PreparedUtterance> utterances = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            short[] pcm = new short[9_000 + random.nextInt(9_000)];
            for (int j = 0; j < pcm.length; j++) {
                pcm[j] = (short) (3000 * Math.sin(j * 0.05 * (i + 1)) + 500 * random.nextGaussian());
            }
            String text = "abcdefghij".substring(random.nextInt(5), 6 + random.nextInt(4));
            utterances.add(new PreparedUtterance("u" + i, TinyVoice.TOKENIZER.encode(text), pcm, 1));
        }
        return utterances;
    }

    private Map<String, float[]> gradients(List<List<PreparedUtterance>> split) {
        List<PreparedBatch> group = new ArrayList<>();
        split.forEach(part -> group.add(new PreparedBatch("d", group.size(), 16_000, part)));
        model.parameters().zeroGradients();
        discriminators.parameters().zeroGradients();
        LossNormalizers normalizers = TrainingBatches.normalizers(
                group.stream().map(batch -> new MicroBatch(1, batch)).toList(), training.hopSamples());
        group.forEach(batch -> training.backward(new MicroBatch(1, batch), normalizers, 1));
        model.parameters().settleGradients();
        discriminators.parameters().settleGradients();
        Map<String, float[]> gradients = new HashMap<>();
        gather("generator.", model.parameters(), gradients);
        gather("", discriminators.parameters(), gradients);
        return gradients;
    }

    private static void gather(String prefix, Parameters parameters, Map<String, float[]> into) {
        for (String name : parameters.names()) {
            parameters.gradient(name).ifPresent(gradient -> {
                into.put(prefix + name, gradient.toFloatArray());
                gradient.close();
            });
        }
    }

    @Test
    void dropoutDropsInTrainingAndNotWhereItIsMeasured() {
        // Given the same batch in training and for measuring, with dropout and without
        MicroBatch batch = new MicroBatch(1, new PreparedBatch("d", 0, 16_000, utterances(3)));
        LossNormalizers normalizers = TrainingBatches.normalizers(List.of(batch), training.hopSamples());
        try (VitsObjective without = new VitsObjective(model, discriminators, WEIGHTS, 7, false)) {
            Map<String, Double> plain = without.backward(batch, normalizers, 1);

            // Then
            assertThat(training.measure(batch, normalizers)).isEqualTo(plain);
            assertThat(training.backward(batch, normalizers, 1)).isNotEqualTo(plain);
            assertThat(training.measure(batch, normalizers)).isEqualTo(plain);
        }
    }

    /** Dropout among what is drawn. */
    @Test
    void anySplitOfAWindowGivesTheSameGradient() {
        // Given
        List<PreparedUtterance> group = utterances(6);
        Map<String, float[]> whole = gradients(List.of(group));

        // When split at random places, in another order
        Random random = new Random(5);
        for (int trial = 0; trial < 11; trial++) {
            Map<String, float[]> parts = gradients(split(group, random));

            // Then
            assertThat(parts.keySet()).isEqualTo(whole.keySet());
            assertThat(Distance.relative(whole, parts, "generator.")).isLessThan(1e-5);
            assertThat(Distance.relative(whole, parts, "discriminators.")).isLessThan(1e-5);
        }
    }

    private static List<List<PreparedUtterance>> split(List<PreparedUtterance> group, Random random) {
        List<PreparedUtterance> left = new ArrayList<>(group);
        Collections.shuffle(left, random);
        List<List<PreparedUtterance>> split = new ArrayList<>();
        while (!left.isEmpty()) {
            int size = 1 + random.nextInt(left.size());
            split.add(List.copyOf(left.subList(0, size)));
            left.subList(0, size).clear();
        }
        return split;
    }

    @Test
    void theGeneratorsGradientDoesNotLeakIntoTheDiscriminators() {
        // Given what the discriminators learn when the generator does not hear them at all
        List<List<PreparedUtterance>> batch = List.of(utterances(3));
        training.adversarialLossEnabled(false);
        Map<String, float[]> alone = gradients(batch);

        // When it hears them
        training.adversarialLossEnabled(true);
        Map<String, float[]> heard = gradients(batch);

        // Then they learn the same, bit for bit, and it learns something else
        assertThat(Distance.relative(alone, heard, "discriminators.")).isZero();
        assertThat(Distance.relative(alone, heard, "generator.")).isPositive();
    }

    @Test
    void anUtteranceShorterThanASegmentAndABatchOfOneAreTrained() {
        PreparedUtterance brief = new PreparedUtterance("brief", TinyVoice.TOKENIZER.encode("ab"), new short[2_000], 1);
        assertThat(gradients(List.of(List.of(brief))).values())
                .allSatisfy(gradient -> assertThat(gradient).doesNotContain(Float.NaN));
    }

    @Test
    void anUtteranceCountsByItsWeight() {
        // Given one utterance twice, or once with the weight of two beside one that counts for nothing much
        PreparedUtterance first = utterances(1).get(0);
        PreparedUtterance heavy = new PreparedUtterance(first.id(), first.inputIds(), first.waveform(), 2);
        Map<String, float[]> once = gradients(List.of(List.of(first)));
        Map<String, float[]> twice = gradients(List.of(List.of(heavy)));

        // Then
        for (String name : once.keySet()) {
            for (int i = 0; i < once.get(name).length; i++) {
                once.get(name)[i] *= 2;
            }
        }
        assertThat(Distance.relative(once, twice, "generator.")).isLessThan(1e-5);
    }
}
