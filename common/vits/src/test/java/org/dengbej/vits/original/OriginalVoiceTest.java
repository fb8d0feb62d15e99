package org.dengbej.vits.original;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.safetensors.Tensor;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.vits.DiscriminatorConfig;
import org.dengbej.vits.DiscriminatorModel;
import org.dengbej.vits.InvalidVoiceException;
import org.dengbej.vits.Synthesizer;
import org.dengbej.vits.VitsConfig;
import org.dengbej.vits.Voice;
import org.dengbej.vits.engine.Precision;
import org.dengbej.vits.torchfile.Archives;
import org.dengbej.vits.torchfile.InvalidTorchFileException;
import org.dengbej.vits.weights.PublishedLayout;
import org.dengbej.vits.weights.SavedWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checkpoints hold the golden voice as the original code would have saved it; see {@code make_checkpoints.py} beside them. */
class OriginalVoiceTest {

    private static final Path ORIGINAL = Path.of("src/test/resources/original");
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final String DISCRIMINATOR = "discriminator.";

    @TempDir
    Path folder;

    private static VitsConfig goldenConfig() throws IOException {
        JsonNode expected = new ObjectMapper()
                .readTree(GOLDEN.resolve("tiny_vits_expected.json").toFile());
        return VitsConfig.parse(expected.get("config"));
    }

    /** The tensors whose names begin so, without that beginning. */
    private static Map<String, Tensor> golden(boolean discriminator) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Safetensors.read(GOLDEN.resolve("tiny_vits_train.safetensors"))
                .tensors()
                .forEach((name, tensor) -> {
                    if (name.startsWith(DISCRIMINATOR) == discriminator) {
                        tensors.put(discriminator ? name.substring(DISCRIMINATOR.length()) : name, tensor);
                    }
                });
        return tensors;
    }

    private void copy(String... names) throws IOException {
        for (String name : names) {
            Files.copy(ORIGINAL.resolve(name), folder.resolve(name));
        }
    }

    /** Bit for bit, but for what lost its weight norm on the way. */
    private static void assertEqual(Map<String, Tensor> read, Map<String, Tensor> golden) {
        Map<String, Tensor> fused = PublishedLayout.of(read);
        assertThat(fused).containsOnlyKeys(golden.keySet());
        golden.forEach((name, tensor) -> {
            assertThat(fused.get(name).shape()).as(name).isEqualTo(tensor.shape());
            if (read.containsKey(name)) {
                assertThat(fused.get(name).toFloats()).as(name).isEqualTo(tensor.toFloats());
            } else {
                assertThat(fused.get(name).toFloats())
                        .as(name)
                        .containsExactly(tensor.toFloats(), Offset.offset(1e-6f));
            }
        });
    }

    @Test
    void theVoiceEqualsTheGoldenOneTensorByTensor() {
        Voice voice = Voice.read(ORIGINAL);
        assertThat(voice.tensors()).hasSize(640).containsKey("decoder.upsampler.0.weight_g");
        assertEqual(voice.tensors(), golden(false));
    }

    @Test
    void theDiscriminatorsEqualTheGoldenOnes() throws IOException {
        Path file = OriginalCheckpoint.discriminatorIn(ORIGINAL).orElseThrow();
        Map<String, Tensor> discriminator = OriginalCheckpoint.discriminator(file);
        assertThat(discriminator).hasSize(75).containsKey("discriminators.5.final_conv.weight_v");
        assertEqual(discriminator, golden(true));
        DiscriminatorConfig config = DiscriminatorConfig.of(goldenConfig());
        try (DiscriminatorModel model = new DiscriminatorModel(
                config, new SavedWeights(discriminator), Device.cpu(), true, Precision.FLOAT32)) {
            assertThat(model.parameters().names()).containsExactlyInAnyOrderElementsOf(discriminator.keySet());
        }
    }

    @Test
    void theConfigurationIsTheGoldenOne() throws IOException {
        assertThat(Voice.read(ORIGINAL).config())
                .usingRecursiveComparison()
                .ignoringFields("other")
                .isEqualTo(goldenConfig());
        assertThat(Voice.read(ORIGINAL).config().other()).containsEntry("segment_size", 8192);
    }

    @Test
    void itSpeaksAsTheGoldenOneDoesAndSoDoesWhatIsWrittenOfIt() throws IOException {
        // Given
        Tokenizer tokenizer = Tokenizer.read(ORIGINAL);
        float[] golden = speak(new Voice(goldenConfig(), tokenizer, golden(false)));
        // When
        Voice voice = Voice.read(ORIGINAL);
        voice.write(folder);
        // Then
        assertThat(speak(voice)).containsExactly(golden, Offset.offset(1e-5f));
        assertThat(speak(Voice.read(folder))).containsExactly(golden, Offset.offset(1e-5f));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).contains("model.safetensors", "vocab.json");
        }
    }

    private static float[] speak(Voice voice) {
        try (Synthesizer synthesizer = Synthesizer.of(voice, Device.cpu())) {
            return synthesizer.synthesize("silav", 3).samples();
        }
    }

    @Test
    void aFileOfOursComesFirst() throws IOException {
        copy("config.json", "vocab.txt");
        Voice.read(ORIGINAL).write(folder);
        Files.writeString(folder.resolve("G_100000.pth"), "no checkpoint");
        assertThat(Voice.read(folder).tensors()).containsKey("decoder.upsampler.0.weight");
    }

    @Test
    void ofSeveralTheNewestIsTaken() throws IOException {
        copy("config.json", "vocab.txt", "G_100000.pth");
        Files.writeString(folder.resolve("G_20000.pth"), "an older one");
        Files.writeString(folder.resolve("G_latest.pth"), "no step");
        assertThat(Voice.read(folder).tensors()).hasSize(640);
        Files.writeString(folder.resolve("G_100001.pth"), "a newer one");
        assertThatThrownBy(() -> Voice.read(folder))
                .isInstanceOf(InvalidVoiceException.class)
                .hasMessageContaining("G_100001.pth");
    }

    @Test
    void namesThatTheOriginalDoesNotHaveAreNamed() throws IOException {
        Path file = folder.resolve("G_1.pth");
        Files.write(file, Archives.checkpoint("enc_z.weight", Archives.DeclaredTensor.honest()));
        assertThatThrownBy(() -> OriginalCheckpoint.generator(file))
                .isInstanceOf(InvalidTorchFileException.class)
                .hasMessageContaining("G_1.pth")
                .hasMessageContaining("1 of 1 tensors")
                .hasMessageContaining("enc_z.weight");
    }

    @Test
    void aVoiceThatIsNotWhatItsConfigurationSaysIsRefusedByName() throws IOException {
        copy("vocab.txt", "G_100000.pth");
        Files.writeString(
                folder.resolve("config.json"),
                Files.readString(ORIGINAL.resolve("config.json"))
                        .replace("\"filter_channels\": 64", "\"filter_channels\": 48"));
        assertThatThrownBy(() -> speak(Voice.read(folder)))
                .isInstanceOf(InvalidVoiceException.class)
                .hasMessageContaining("text_encoder.encoder.layers.0.feed_forward.conv_1.weight must be [48, 32, 3]");
    }

    @Test
    void whatTheFolderLacksIsNamed() throws IOException {
        assertThatThrownBy(() -> Voice.read(folder))
                .isInstanceOf(InvalidVoiceException.class)
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining("G_<step>.pth");
        copy("G_100000.pth");
        assertThatThrownBy(() -> Voice.read(folder))
                .isInstanceOf(InvalidVoiceException.class)
                .hasMessageContaining("config.json");
        copy("config.json");
        assertThatThrownBy(() -> Voice.read(folder))
                .isInstanceOf(InvalidVoiceException.class)
                .hasMessageContaining("vocab.txt");
    }
}
