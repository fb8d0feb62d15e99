package org.dengbej.vits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.safetensors.Tensor;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.vits.engine.Precision;
import org.dengbej.vits.weights.SavedWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The golden voice lies in one file with its discriminators, as finetune-hf-vits leaves it. */
class SavedDiscriminatorsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path TRAINED = GOLDEN.resolve("tiny_vits_train.safetensors");
    private static final Path ORIGINAL = Path.of("src/test/resources/original");
    private static final String WEIGHTS = "model.safetensors";
    private static final String SCORE = "discriminators.0.final_conv.weight";
    private static final int FUSED = 50;

    @TempDir
    Path folder;

    private static Map<String, Tensor> trained() {
        return new LinkedHashMap<>(Safetensors.read(TRAINED).tensors());
    }

    private static VitsConfig config() throws IOException {
        return VitsConfig.parse(
                JSON.readTree(GOLDEN.resolve("tiny_vits_expected.json").toFile())
                        .get("config"));
    }

    private void write(String file, Map<String, Tensor> tensors) throws IOException {
        new Safetensors(tensors, Map.of("format", "pt")).write(folder.resolve(file));
    }

    private SavedDiscriminators found() {
        return SavedDiscriminators.in(folder).orElseThrow();
    }

    /** Their parameters in a model of the golden configuration. */
    private static Map<String, float[]> parameters(Map<String, Tensor> tensors) throws IOException {
        try (DiscriminatorModel model = new DiscriminatorModel(
                DiscriminatorConfig.of(config()), new SavedWeights(tensors), Device.cpu(), true, Precision.FLOAT32)) {
            Map<String, float[]> values = new LinkedHashMap<>();
            model.parameters().tensors().forEach((name, tensor) -> values.put(name, tensor.toFloats()));
            return values;
        }
    }

    private static void assertSame(Map<String, Tensor> found, Map<String, Tensor> expected) throws IOException {
        Map<String, float[]> values = parameters(expected);
        parameters(found).forEach((name, each) -> assertThat(each).as(name).isEqualTo(values.get(name)));
    }

    @Test
    void discriminatorsAmongTheWeightsAreRead() throws IOException {
        Files.copy(TRAINED, folder.resolve(WEIGHTS));
        SavedDiscriminators found = found();
        assertThat(found.tensors()).hasSize(FUSED).containsKey(SCORE);
        assertThat(found.place()).isEqualTo("discriminator.* among the weights");
        assertThat(parameters(found.tensors())).hasSize(75);
    }

    @ParameterizedTest
    @CsvSource({"weight_g, weight_v", "parametrizations.weight.original0, parametrizations.weight.original1"})
    void theyAreReadInEverySpellingOfWeightNorm(String gain, String direction) throws IOException {
        // Given
        Files.copy(TRAINED, folder.resolve(WEIGHTS));
        Map<String, Tensor> fused = found().tensors();
        Map<String, Tensor> normed = new LinkedHashMap<>();
        parameters(fused).forEach((name, values) -> {
            String layer = name.substring(0, name.lastIndexOf('.') + 1);
            String prefix = "discriminator." + layer;
            long[] shape = fused.getOrDefault(name, fused.get(layer + "weight")).shape();
            if (name.endsWith("weight_g")) {
                long[] one = new long[shape.length];
                Arrays.fill(one, 1);
                one[0] = shape[0];
                normed.put(prefix + gain, Tensor.of(values, one));
            } else {
                normed.put(
                        name.endsWith("weight_v") ? prefix + direction : "discriminator." + name,
                        Tensor.of(values, shape));
            }
        });
        Files.delete(folder.resolve(WEIGHTS));
        // When
        write(WEIGHTS, normed);
        // Then
        assertSame(found().tensors(), fused);
    }

    @Test
    void theScoresConvolutionMayHaveTheOriginalsName() throws IOException {
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        trained().forEach((name, tensor) -> renamed.put(name.replace(".final_conv.", ".conv_post."), tensor));
        write(WEIGHTS, renamed);
        assertThat(found().tensors()).hasSize(FUSED).containsKey(SCORE);
    }

    @Test
    void shardsAndPytorchModelBinAreRead() throws IOException {
        // Given shards
        Map<String, Tensor> trained = trained();
        Map<String, Tensor> generator = new LinkedHashMap<>(trained);
        generator.keySet().removeIf(name -> name.startsWith("discriminator."));
        Map<String, Tensor> discriminator = new LinkedHashMap<>(trained);
        discriminator.keySet().removeAll(generator.keySet());
        write("model-1.safetensors", generator);
        write("model-2.safetensors", discriminator);
        ObjectNode index = JSON.createObjectNode();
        ObjectNode map = index.putObject("weight_map");
        trained.keySet()
                .forEach(name ->
                        map.put(name, generator.containsKey(name) ? "model-1.safetensors" : "model-2.safetensors"));
        JSON.writeValue(folder.resolve("model.safetensors.index.json").toFile(), index);
        // Then
        Map<String, Tensor> sharded = found().tensors();
        assertThat(sharded).hasSize(FUSED);

        // And in PyTorch's own format
        Files.delete(folder.resolve("model.safetensors.index.json"));
        Files.write(folder.resolve("pytorch_model.bin"), VoiceFilesTest.archive(trained));
        assertSame(found().tensors(), sharded);
    }

    @Test
    void theFirstPlaceThatHasThemIsTaken() throws IOException {
        Files.copy(ORIGINAL.resolve("D_100000.pth"), folder.resolve("D_100000.pth"));
        assertThat(found().place()).isEqualTo("D_100000.pth");
        Files.copy(TRAINED, folder.resolve(WEIGHTS));
        assertThat(found().place()).isEqualTo("discriminator.* among the weights");
        write("discriminator.safetensors", Map.of("ours", Tensor.of(new float[1], 1)));
        assertThat(found().place()).isEqualTo("discriminator.safetensors");
        assertThat(found().tensors()).containsOnlyKeys("ours");
    }

    @Test
    void aFolderWithoutDiscriminatorsHasNone() throws IOException {
        assertThat(SavedDiscriminators.in(folder)).isEmpty();
        Files.copy(GOLDEN.resolve("tiny_vits_published_layout.safetensors"), folder.resolve(WEIGHTS));
        assertThat(SavedDiscriminators.in(folder)).isEmpty();
    }

    @Test
    void aFileThatIsNoneIsNamed() throws IOException {
        Files.writeString(folder.resolve("D_1.pth"), "no checkpoint");
        assertThatThrownBy(() -> SavedDiscriminators.in(folder))
                .isInstanceOf(InvalidVoiceException.class)
                .hasMessageContaining("D_1.pth");
    }

    @Test
    void theVoiceSpeaksWithoutThem() throws IOException {
        // Given
        config().write(folder);
        Tokenizer.read(ORIGINAL).write(folder);
        Files.copy(TRAINED, folder.resolve(WEIGHTS));
        Voice voice = Voice.read(folder);
        // Then
        assertThat(voice.tensors().keySet()).noneMatch(name -> name.startsWith("discriminator"));
        try (Synthesizer synthesizer = Synthesizer.of(voice, Device.cpu())) {
            assertThat(synthesizer.synthesize("silav", 3).samples()).isNotEmpty();
        }
    }
}
