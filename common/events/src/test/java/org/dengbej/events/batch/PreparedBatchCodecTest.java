package org.dengbej.events.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.safetensors.Tensor;
import org.junit.jupiter.api.Test;

class PreparedBatchCodecTest {

    private static final PreparedBatch BATCH = new PreparedBatch(
            "kmr",
            7,
            16_000,
            List.of(
                    new PreparedUtterance("a", new long[] {0, 3, 0}, new short[] {1, -2, 3}, 1),
                    new PreparedUtterance("ê", new long[] {0, 4, 0, 5, 0}, new short[] {9}, 0.5f)));

    private static void assertSame(PreparedBatch found, PreparedBatch expected) {
        assertThat(found.id()).isEqualTo(expected.id());
        assertThat(found.sampleRateHz()).isEqualTo(expected.sampleRateHz());
        assertThat(found.utterances()).hasSameSizeAs(expected.utterances());
        for (int i = 0; i < found.utterances().size(); i++) {
            PreparedUtterance a = found.utterances().get(i);
            PreparedUtterance b = expected.utterances().get(i);
            assertThat(a.id()).isEqualTo(b.id());
            assertThat(a.inputIds()).isEqualTo(b.inputIds());
            assertThat(a.waveform()).isEqualTo(b.waveform());
            assertThat(a.weight()).isEqualTo(b.weight());
            assertThat(a.speaker()).isEqualTo(b.speaker());
        }
    }

    /** The batch with some of its tensors or metadata replaced; a null value leaves one out. */
    private static byte[] altered(Map<String, Tensor> tensors, Map<String, String> metadata) {
        return altered(BATCH, tensors, metadata);
    }

    private static byte[] altered(PreparedBatch batch, Map<String, Tensor> tensors, Map<String, String> metadata) {
        Safetensors blob = Safetensors.read(PreparedBatchCodec.write(batch));
        Map<String, Tensor> all = new LinkedHashMap<>(blob.tensors());
        Map<String, String> about = new LinkedHashMap<>(blob.metadata());
        all.putAll(tensors);
        about.putAll(metadata);
        return new Safetensors(all, about).toBytes();
    }

    private static void assertRefused(byte[] bytes, String why) {
        assertThatThrownBy(() -> PreparedBatchCodec.read(bytes))
                .isInstanceOf(InvalidBatchException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aBatchIsReadAsWritten() {
        assertSame(PreparedBatchCodec.read(PreparedBatchCodec.write(BATCH)), BATCH);
    }

    @Test
    void aBatchOfSpeakersIsReadAsWritten() {
        // Given
        PreparedBatch batch = withSpeakers("mem", null, "zîn", "mem");

        // When
        byte[] blob = PreparedBatchCodec.write(batch);

        // Then
        assertSame(PreparedBatchCodec.read(blob), batch);
        Safetensors file = Safetensors.read(blob);
        assertThat(file.metadata()).containsEntry("format", "2").containsEntry("speakers", "[\"mem\",\"zîn\"]");
        assertThat(file.tensors().get("speaker_ids").toLongs()).containsExactly(0, -1, 1, 0);
    }

    @Test
    void aBatchWithoutSpeakersIsOfTheFirstFormat() {
        Safetensors file = Safetensors.read(PreparedBatchCodec.write(BATCH));
        assertThat(file.metadata()).containsEntry("format", "1").doesNotContainKey("speakers");
        assertThat(file.tensors()).doesNotContainKey("speaker_ids");
    }

    @Test
    void speakersThatLieAreRefusedByName() {
        PreparedBatch batch = withSpeakers("mem", "zîn");
        assertRefused(altered(batch, Map.of("speaker_ids", Tensor.of(new long[] {0, 2}, 2)), Map.of()), "speaker_ids");
        assertRefused(altered(batch, Map.of("speaker_ids", Tensor.of(new long[] {0, -2}, 2)), Map.of()), "speaker_ids");
        assertRefused(altered(batch, Map.of("speaker_ids", Tensor.of(new long[] {0}, 1)), Map.of()), "speaker_ids");
        assertRefused(altered(batch, Map.of("speaker_ids", Tensor.of(new float[2], 2)), Map.of()), "speaker_ids");
        assertRefused(altered(batch, Map.of(), Map.of("speakers", "[\"mem\"]")), "speaker_ids");
        assertRefused(altered(batch, Map.of(), Map.of("speakers", "mem")), "speakers");
        assertRefused(altered(batch, Map.of(), Map.of("speakers", "[\" \", \"zîn\"]")), "speaker");
        assertRefused(altered(BATCH, Map.of(), Map.of("format", "2")), "speakers");
        assertThatThrownBy(() -> withSpeakers("m".repeat(256))).isInstanceOf(InvalidBatchException.class);
    }

    private static PreparedBatch withSpeakers(String... speakers) {
        List<PreparedUtterance> utterances = new ArrayList<>();
        for (String speaker : speakers) {
            utterances.add(new PreparedUtterance(
                    "u" + utterances.size(), new long[] {0, 3, 0}, new short[] {1, -2, 3}, 1, speaker));
        }
        return new PreparedBatch("kmr", 7, 16_000, utterances);
    }

    @Test
    void whatPythonWroteIsABatch() throws IOException {
        PreparedBatch batch =
                PreparedBatchCodec.read(Files.readAllBytes(Path.of("src/test/resources/batch.safetensors")));
        assertThat(batch.id()).isEqualTo("py/3");
        assertThat(batch.utterances()).extracting(PreparedUtterance::id).containsExactly("a", "b");
        assertThat(batch.utterances().get(1).inputIds()).containsExactly(0, 3, 0);
        assertThat(batch.utterances().get(1).waveform()).hasSize(600);
        assertThat(batch.utterances().get(1).weight()).isEqualTo(0.5f);
    }

    @Test
    void tensorsThatLieAreRefusedByName() {
        assertRefused(altered(Map.of("input_lengths", Tensor.of(new long[] {3, 6}, 2)), Map.of()), "input_lengths");
        assertRefused(altered(Map.of("input_lengths", Tensor.of(new long[] {3, -1}, 2)), Map.of()), "input_lengths");
        assertRefused(
                altered(Map.of("waveform_lengths", Tensor.of(new long[] {1L << 40, 1}, 2)), Map.of()),
                "waveform_lengths");
        assertRefused(altered(Map.of("weights", Tensor.of(new float[] {1}, 1)), Map.of()), "weights");
        assertRefused(altered(Map.of("weights", Tensor.of(new float[] {1, Float.NaN}, 2)), Map.of()), "weight");
        assertRefused(altered(Map.of("input_ids", Tensor.of(new float[10], 2, 5)), Map.of()), "input_ids");
        assertRefused(altered(Map.of("input_ids", Tensor.of(new long[10], 5, 2)), Map.of()), "input_ids");
    }

    @Test
    void nothingOfAnEndlessWidthIsRefused() {
        Tensor endless = Tensor.of(new long[0], 0, 1L << 40);
        assertRefused(altered(Map.of("input_ids", endless), Map.of("utterance_ids", "[]")), "at least one");
    }

    @Test
    void metadataThatLiesIsRefusedByName() {
        assertRefused(altered(Map.of(), Map.of("format", "3")), "format");
        assertRefused(altered(Map.of(), Map.of("index", "x")), "index");
        assertRefused(altered(Map.of(), Map.of("sample_rate", "99999999999999")), "sample_rate");
        assertRefused(altered(Map.of(), Map.of("utterance_ids", "[\"a\"]")), "input_ids");
        assertRefused(altered(Map.of(), Map.of("utterance_ids", "{}")), "utterance_ids");
    }

    @Test
    void cutOffAnywhereItIsRefused() {
        byte[] whole = PreparedBatchCodec.write(BATCH);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> PreparedBatchCodec.read(cut)).isInstanceOf(InvalidBatchException.class);
        }
    }

    @Property(tries = 10_000)
    void aBatchWithAnyBytesChangedIsABatchOrRefused(
            @ForAll @IntRange(max = 1023) int at, @ForAll byte value, @ForAll @IntRange(max = 1023) int other) {
        byte[] bytes = PreparedBatchCodec.write(BATCH);
        bytes[at % bytes.length] = value;
        bytes[other % bytes.length] ^= value;
        try {
            PreparedBatchCodec.read(bytes);
        } catch (InvalidBatchException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
