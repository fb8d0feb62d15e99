package org.dengbej.vits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.safetensors.Tensor;
import org.dengbej.safetensors.TensorType;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.speech.text.UnspeakableTextException;
import org.dengbej.vits.weights.Parameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoiceTest {

    private static final Tokenizer TOKENIZER = Tokenizer.forAlphabet("abcdefghij");

    private static Voice fresh;

    @TempDir
    Path folder;

    @BeforeAll
    static void aVoice() {
        fresh = Voice.fresh(VitsConfig.demo(TOKENIZER.vocabSize()), TOKENIZER, 5);
    }

    private static float[] speak(Voice voice, long seed) {
        try (Synthesizer synthesizer = Synthesizer.of(voice, Device.cpu())) {
            return synthesizer.synthesize("abc def", seed).samples();
        }
    }

    private static double distance(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
        }
        return most;
    }

    private static Voice with(Map<String, Tensor> tensors) {
        return new Voice(fresh.config(), TOKENIZER, tensors);
    }

    private static Voice renamed(UnaryOperator<String> name) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        fresh.tensors().forEach((key, tensor) -> tensors.put(name.apply(key), tensor));
        return with(tensors);
    }

    /** The same values in another type. */
    private static Tensor narrowed(Tensor tensor, TensorType type) {
        float[] values = tensor.toFloats();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            int bits = Float.floatToIntBits(value);
            bytes.putShort((short) (type == TensorType.BF16 ? bits >>> 16 : half(bits)));
        }
        return new Tensor(type, tensor.shape(), bytes.flip());
    }

    /** Truncated to IEEE 754 binary16; small values become 0. */
    private static int half(int bits) {
        int exponent = ((bits >> 23) & 0xff) - 112;
        int sign = (bits >>> 16) & 0x8000;
        return exponent <= 0 ? sign : sign | exponent << 10 | ((bits >> 13) & 0x3ff);
    }

    @Test
    void theSameSeedGivesTheSameAudio() {
        assertThat(speak(fresh, 1)).isEqualTo(speak(fresh, 1));
        assertThat(speak(fresh, 1)).isNotEqualTo(speak(fresh, 2));
    }

    @Test
    void theSameSeedGivesTheSameFreshVoice() throws IOException {
        fresh.write(folder.resolve("a"));
        Voice.fresh(fresh.config(), TOKENIZER, 5).write(folder.resolve("b"));
        assertThat(folder.resolve("a/model.safetensors")).hasSameBinaryContentAs(folder.resolve("b/model.safetensors"));
    }

    @Test
    void whatIsWrittenSpeaksTheSame() throws IOException {
        fresh.write(folder);
        Voice read = Voice.read(folder);
        assertThat(speak(read, 3)).isEqualTo(speak(fresh, 3));
        assertThat(read.config()).isEqualTo(fresh.config());
        // and writing it again changes nothing
        byte[] before = Files.readAllBytes(folder.resolve(Voice.TENSORS_FILE));
        read.write(folder.resolve("again"));
        assertThat(folder.resolve("again").resolve(Voice.TENSORS_FILE)).hasBinaryContent(before);
    }

    @Test
    void allThreeSpellingsOfWeightNormAreRead() {
        Voice parametrized = renamed(name -> name.replaceFirst("weight_g$", "parametrizations.weight.original0")
                .replaceFirst("weight_v$", "parametrizations.weight.original1"));
        assertThat(speak(parametrized, 3)).isEqualTo(speak(fresh, 3));

        Map<String, Tensor> fused = new LinkedHashMap<>();
        try (VitsModel model = VitsModel.of(fresh, Device.cpu())) {
            model.parameters().copyOut().forEach((name, tensor) -> {
                if (name.endsWith("weight_v")) {
                    // g is |v| in a fresh voice, so that v is the weight
                    fused.put(name.replaceFirst("_v$", ""), tensor);
                } else if (!name.endsWith("weight_g")) {
                    fused.put(name, tensor);
                }
            });
        }
        assertThat(distance(speak(with(fused), 3), speak(fresh, 3))).isLessThan(1e-5);
    }

    @Test
    void halfPrecisionFilesAreRead() {
        for (TensorType type : new TensorType[] {TensorType.F16, TensorType.BF16}) {
            Map<String, Tensor> narrow = new LinkedHashMap<>();
            Map<String, Tensor> widened = new LinkedHashMap<>();
            fresh.tensors().forEach((name, tensor) -> {
                narrow.put(name, narrowed(tensor, type));
                widened.put(name, Tensor.of(narrow.get(name).toFloats(), tensor.shape()));
            });
            assertThat(speak(with(narrow), 3)).as(type.name()).isEqualTo(speak(with(widened), 3));
        }
    }

    @Test
    void everyTensorThatIsWrongIsNamedWithWhatWasExpected() {
        Map<String, Tensor> tensors = new LinkedHashMap<>(fresh.tensors());
        tensors.remove("decoder.conv_pre.bias");
        tensors.put("decoder.conv_post.weight", Tensor.of(new float[3], 3));
        tensors.put("decoder.extra", Tensor.of(new float[1], 1));
        assertThatThrownBy(() -> speak(with(tensors), 1))
                .isInstanceOf(InvalidVoiceException.class)
                .hasMessageContaining("decoder.conv_pre.bias")
                .hasMessageContaining("decoder.conv_post.weight")
                .hasMessageContaining("decoder.extra");
    }

    @Test
    void aFileThatIsNoneIsNamed() throws IOException {
        fresh.write(folder);
        try (OutputStream out = Files.newOutputStream(folder.resolve(Voice.TENSORS_FILE))) {
            out.write(new byte[100]);
        }
        assertThatThrownBy(() -> Voice.read(folder))
                .isInstanceOf(InvalidVoiceException.class)
                .hasMessageContaining(Voice.TENSORS_FILE);
        assertThatThrownBy(() -> Voice.read(folder.resolve("none"))).isInstanceOf(InvalidVoiceException.class);
    }

    @Test
    void aTextWithoutLettersIsRefused() {
        try (Synthesizer synthesizer = Synthesizer.of(fresh, Device.cpu())) {
            assertThatThrownBy(() -> synthesizer.synthesize("123", 1)).isInstanceOf(UnspeakableTextException.class);
            Audio after = synthesizer.synthesize("abc", 1);
            assertThat(after.sampleRateHz()).isEqualTo(16_000);
        }
    }

    @Test
    void unknownKeysOfTheConfigurationAreKept() throws IOException {
        fresh.write(folder);
        Path config = folder.resolve(VitsConfig.FILE);
        Files.writeString(config, Files.readString(config).replaceFirst("\\{", "{\"transformers_version\": \"4.31\","));
        VitsConfig.read(folder).write(folder);
        assertThat(config).content().contains("\"transformers_version\" : \"4.31\"");
    }

    @Test
    void theMmsVoiceHasThePublishedTensors() {
        try (VitsModel model = VitsModel.of(Voice.fresh(VitsConfig.mms(38), TOKENIZER, 1), Device.cpu())) {
            Parameters parameters = model.parameters();
            assertThat(parameters.names()).hasSize(762);
            // of which g of weight norm: the fused count is published
            assertThat(parameters.names().stream().filter(name -> name.startsWith("posterior_encoder.")))
                    .hasSize(100);
        }
    }

    @Test
    void metadataSaysThatItIsPyTorchs() throws IOException {
        fresh.write(folder);
        assertThat(Safetensors.read(folder.resolve(Voice.TENSORS_FILE)).metadata())
                .containsEntry("format", "pt");
    }
}
