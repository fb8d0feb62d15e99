package org.dengbej.vits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.safetensors.Tensor;
import org.dengbej.speech.text.InvalidTokenizerException;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.vits.torchfile.Archives;
import org.dengbej.vits.torchfile.Archives.Assembler;
import org.dengbej.vits.torchfile.Archives.DeclaredTensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A voice's folder in the forms in which people have it, whole and broken. */
class VoiceFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Tokenizer TOKENIZER = Tokenizer.forAlphabet("abcdefghij");
    private static final String EMBEDDING = "text_encoder.embed_tokens.weight";

    private static Voice fresh;
    private static float[] spoken;

    @TempDir
    Path folder;

    @BeforeAll
    static void aVoice() {
        fresh = Voice.fresh(VitsConfig.demo(TOKENIZER.vocabSize()), TOKENIZER, 5);
        spoken = speak(fresh);
    }

    @BeforeEach
    void itsFolder() throws IOException {
        fresh.write(folder);
    }

    private static float[] speak(Voice voice) {
        try (Synthesizer synthesizer = Synthesizer.of(voice, Device.cpu())) {
            return synthesizer.synthesize("abc def", 3).samples();
        }
    }

    private Map<String, Tensor> published() {
        Map<String, Tensor> tensors =
                new LinkedHashMap<>(Safetensors.read(weights()).tensors());
        tensors.replaceAll((name, tensor) -> tensor.copied());
        return tensors;
    }

    private Path weights() {
        return folder.resolve(Voice.TENSORS_FILE);
    }

    /** The weights in two files, with an index. */
    private void shard() throws IOException {
        Map<String, Map<String, Tensor>> shards = new LinkedHashMap<>();
        published()
                .forEach((name, tensor) -> shards.computeIfAbsent(
                                "model-0000%d-of-00002.safetensors".formatted(name.startsWith("decoder.") ? 1 : 2),
                                file -> new LinkedHashMap<>())
                        .put(name, tensor));
        ObjectNode index = JSON.createObjectNode();
        ObjectNode map = index.putObject("weight_map");
        for (Map.Entry<String, Map<String, Tensor>> shard : shards.entrySet()) {
            new Safetensors(shard.getValue(), Map.of("format", "pt")).write(folder.resolve(shard.getKey()));
            shard.getValue().keySet().forEach(name -> map.put(name, shard.getKey()));
        }
        Files.delete(weights());
        JSON.writeValue(index(), index);
    }

    private java.io.File index() {
        return folder.resolve("model.safetensors.index.json").toFile();
    }

    /** As torch.save writes a state_dict. */
    static byte[] archive(Map<String, Tensor> tensors) {
        Assembler pickle = new Assembler().code("ccollections\nOrderedDict\n)R");
        Map<String, byte[]> storages = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            String key = Integer.toString(storages.size());
            long[] shape = tensor.shape();
            long[] strides = new long[shape.length];
            long stride = 1;
            for (int i = shape.length - 1; i >= 0; i--) {
                strides[i] = stride;
                stride *= shape[i];
            }
            pickle.text(name)
                    .tensor(new DeclaredTensor("FloatStorage", key, tensor.elements(), 0, shape, strides))
                    .code("s");
            byte[] bytes = new byte[(int) tensor.byteCount()];
            tensor.data().get(bytes);
            storages.put("archive/data/" + key, bytes);
        });
        Map<String, byte[]> entries = Archives.entries(pickle.code(".").bytes());
        entries.putAll(storages);
        return Archives.stored(entries);
    }

    @Test
    void pytorchModelBinSpeaksTheSame() throws IOException {
        Files.write(folder.resolve("pytorch_model.bin"), archive(published()));
        Files.delete(weights());
        assertThat(speak(Voice.read(folder))).isEqualTo(spoken);
    }

    @Test
    void weightsAreReadByWhatTheyAreAndNotByTheirName() throws IOException {
        Files.move(weights(), folder.resolve("pytorch_model.bin"));
        assertThat(speak(Voice.read(folder))).isEqualTo(spoken);
        Files.write(
                weights(),
                archive(Safetensors.read(folder.resolve("pytorch_model.bin")).tensors()));
        assertThat(speak(Voice.read(folder))).isEqualTo(spoken);
    }

    @Test
    void shardsSpeakTheSame() throws IOException {
        shard();
        assertThat(speak(Voice.read(folder))).isEqualTo(spoken);
    }

    @Test
    void shardsOfPytorchModelBinSpeakTheSame() throws IOException {
        Files.write(folder.resolve("pytorch_model-1.bin"), archive(published()));
        ObjectNode index = JSON.createObjectNode();
        ObjectNode map = index.putObject("weight_map");
        published().keySet().forEach(name -> map.put(name, "pytorch_model-1.bin"));
        JSON.writeValue(folder.resolve("pytorch_model.bin.index.json").toFile(), index);
        Files.delete(weights());
        assertThat(speak(Voice.read(folder))).isEqualTo(spoken);
    }

    @Test
    void aShardThatIsMissingIsNamed() throws IOException {
        shard();
        Files.delete(folder.resolve("model-00002-of-00002.safetensors"));
        assertRefused("model-00002-of-00002.safetensors", "missing");
    }

    @Test
    void aTensorThatItsShardLacksIsNamed() throws IOException {
        shard();
        ObjectNode index = (ObjectNode) JSON.readTree(index());
        ((ObjectNode) index.get("weight_map")).put("decoder.nowhere", "model-00001-of-00002.safetensors");
        JSON.writeValue(index(), index);
        assertRefused("decoder.nowhere", "model-00001-of-00002.safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"weight_map\": {\"a\": \"../x\"}}", "{\"weight_map\": {\"a\": 3}}", "{}", "[]", "{", ""})
    void anIndexThatIsNoneIsRefused(String content) throws IOException {
        shard();
        Files.writeString(index().toPath(), content);
        assertRefused("model.safetensors.index.json");
    }

    @Test
    void aPointerOfGitLfsIsToldFromWeights() throws IOException {
        Files.writeString(
                weights(), "version https://git-lfs.github.com/spec/v1\noid sha256:0123456789abcdef\nsize 145000000\n");
        assertRefused("git lfs pull");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "vocab.json", "tokenizer_config.json", "model.safetensors"})
    void aMissingFileIsNamed(String file) throws IOException {
        Files.delete(folder.resolve(file));
        assertThatThrownBy(() -> Voice.read(folder))
                .isInstanceOfAny(InvalidVoiceException.class, InvalidTokenizerException.class)
                .hasMessageContaining(file)
                .hasMessageContaining(folder.toString());
    }

    @Test
    void aCharacterBeyondTheEmbeddingIsNamed() throws IOException {
        Path file = folder.resolve("vocab.json");
        ObjectNode vocabulary = (ObjectNode) JSON.readTree(file.toFile());
        JSON.writeValue(file.toFile(), vocabulary.put("ú", 40));
        assertRefused("'ú' (id 40)", "%d rows".formatted(TOKENIZER.vocabSize()));
    }

    @Test
    void theUnknownTokenMayLieBeyondTheEmbedding() throws IOException {
        Path file = folder.resolve("vocab.json");
        ObjectNode vocabulary = (ObjectNode) JSON.readTree(file.toFile());
        JSON.writeValue(file.toFile(), vocabulary.put("<unk>", TOKENIZER.vocabSize()));
        assertThat(speak(Voice.read(folder))).isEqualTo(spoken);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aTensorThatIsNotFiniteIsNamed(float value) throws IOException {
        Map<String, Tensor> tensors = published();
        ByteBuffer data = tensors.get(EMBEDDING).copied().data();
        data.putFloat(4 * 7, value);
        tensors.put(
                EMBEDDING,
                new Tensor(tensors.get(EMBEDDING).type(), tensors.get(EMBEDDING).shape(), data));
        new Safetensors(tensors, Map.of("format", "pt")).write(weights());
        assertThatThrownBy(() -> Synthesizer.open(folder, Device.cpu()).close())
                .isInstanceOf(InvalidVoiceException.class)
                .hasMessageContaining(EMBEDDING)
                .hasMessageContaining("NaN")
                .hasMessageContaining("the first at 7");
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(() -> Voice.read(folder))
                .isInstanceOf(InvalidVoiceException.class)
                .hasMessageContainingAll(words);
    }
}
