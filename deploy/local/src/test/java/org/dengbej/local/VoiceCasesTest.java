package org.dengbej.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.safetensors.Tensor;
import org.dengbej.vits.Voice;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Voices and texts in the shapes in which public bug reports have them, each named after its script among the cases, and their siblings:
 * spoken right, or refused with words that name what is wrong.
 */
class VoiceCasesTest {

    private static final String ALPHABET = "abcçdeêfghiîjklmnopqrsştuûvwxyz'-";
    private static final String EMBEDDING = "text_encoder.embed_tokens.weight";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path plain;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private interface Change {
        void of(Path voice) throws IOException;
    }

    /** {@code sameAs}: the text that the unchanged voice speaks alike; null where the voice or the text is refused with {@code words}. */
    private record Case(String name, Change change, String text, String sameAs, List<String> words) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Case spoken(String name, Change change, String text, String sameAs, String... words) {
        return new Case(name, change, text, sameAs, List.of(words));
    }

    private static Case refused(String name, Change change, String... words) {
        return new Case(name, change, "silav", null, List.of(words));
    }

    private static Case unspeakable(String name, String text, String... words) {
        return new Case(name, voice -> {}, text, null, List.of(words));
    }

    @BeforeAll
    static void aVoice() {
        assertThat(Main.commandLine()
                        .execute(
                                "new-voice",
                                "--alphabet",
                                ALPHABET,
                                "--size",
                                "demo",
                                "--output_dir",
                                plain.resolve("voice").toString()))
                .isZero();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    private static Path copyOfTheVoice(Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(plain.resolve("voice"))) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }

    private int speak(Path voice, String text, Path wav, String... more) {
        return run(Stream.concat(
                        Stream.of("synthesize", "--model", voice.toString(), "--text", text, "--out", wav.toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private static Change vocabulary(String letter, String instead) {
        return voice -> {
            ObjectNode vocabulary =
                    (ObjectNode) JSON.readTree(voice.resolve("vocab.json").toFile());
            vocabulary.set(instead, vocabulary.remove(letter));
            JSON.writeValue(voice.resolve("vocab.json").toFile(), vocabulary);
        };
    }

    private static Change text(String name, String content) {
        return voice -> Files.writeString(voice.resolve(name), content);
    }

    private static Change without(String name) {
        return voice -> Files.delete(voice.resolve(name));
    }

    private static Change cut(int bytes) {
        return voice -> {
            Path weights = voice.resolve(Voice.TENSORS_FILE);
            Files.write(weights, Arrays.copyOf(Files.readAllBytes(weights), bytes));
        };
    }

    private static Map<String, Tensor> tensors(Path voice) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(
                Safetensors.read(voice.resolve(Voice.TENSORS_FILE)).tensors());
        tensors.replaceAll((name, tensor) -> tensor.copied());
        return tensors;
    }

    private static void shard(Path voice) throws IOException {
        Map<String, Tensor> tensors = tensors(voice);
        List<String> names = List.copyOf(tensors.keySet());
        ObjectNode index = JSON.createObjectNode();
        ObjectNode map = index.putObject("weight_map");
        for (int part = 1; part <= 2; part++) {
            String file = "model-0000%d-of-00002.safetensors".formatted(part);
            Map<String, Tensor> of = new LinkedHashMap<>();
            names.subList(part == 1 ? 0 : names.size() / 2, part == 1 ? names.size() / 2 : names.size())
                    .forEach(name -> of.put(name, tensors.get(name)));
            new Safetensors(of, Map.of("format", "pt")).write(voice.resolve(file));
            of.keySet().forEach(name -> map.put(name, file));
        }
        Files.delete(voice.resolve(Voice.TENSORS_FILE));
        JSON.writeValue(voice.resolve("model.safetensors.index.json").toFile(), index);
    }

    private static void notANumber(Path voice) throws IOException {
        Map<String, Tensor> tensors = tensors(voice);
        Tensor embedding = tensors.get(EMBEDDING);
        ByteBuffer values = ByteBuffer.allocate((int) embedding.byteCount()).order(ByteOrder.LITTLE_ENDIAN);
        values.put(embedding.data()).putFloat(4 * 480, Float.NaN).flip();
        tensors.put(EMBEDDING, new Tensor(embedding.type(), embedding.shape(), values));
        new Safetensors(tensors, Map.of("format", "pt")).write(voice.resolve(Voice.TENSORS_FILE));
    }

    static Stream<Case> cases() {
        return Stream.of(
                spoken("odd_voices: apos", vocabulary("'", "\u2019"), "sal\u2019in", "sal'in"),
                spoken("odd_voices: apos, typed", vocabulary("'", "\u2019"), "sal'in", "sal'in"),
                spoken("odd_voices: apos2", vocabulary("'", "\u02BC"), "sal\u2019in", "sal'in"),
                spoken("odd_voices: dash", vocabulary("-", "\u2013"), "sal – in", "sal - in"),
                spoken("odd_voices: dash, typed", vocabulary("-", "\u2013"), "sal - in", "sal - in"),
                spoken("odd_voices: nfd", vocabulary("ê", "\u0302"), "dêr", "deêr"),
                spoken("odd_voices: zwnj", vocabulary("'", "\u200C"), "mi\u200Cxwe", "mi'xwe"),
                spoken(
                        "odd_voices: bin",
                        voice -> Files.move(voice.resolve(Voice.TENSORS_FILE), voice.resolve("pytorch_model.bin")),
                        "silav",
                        "silav"),
                spoken("odd_voices: shard", VoiceCasesTest::shard, "silav", "silav"),
                refused(
                        "odd_voices: bigvocab",
                        voice -> {
                            ObjectNode vocabulary = (ObjectNode)
                                    JSON.readTree(voice.resolve("vocab.json").toFile());
                            JSON.writeValue(voice.resolve("vocab.json").toFile(), vocabulary.put("ú", 40));
                        },
                        "vocab.json",
                        "'ú' (id 40)",
                        "rows"),
                refused("odd_voices: nanv", VoiceCasesTest::notANumber, EMBEDDING, "NaN", "480"));
    }

    static Stream<Case> siblings() {
        return Stream.of(
                refused("weights that are cut off", cut(100_000), Voice.TENSORS_FILE),
                refused("weights that are cut off in their header", cut(5), Voice.TENSORS_FILE),
                refused("weights of no byte", cut(0), Voice.TENSORS_FILE, "download it again"),
                refused(
                        "a pointer of Git LFS",
                        text(
                                Voice.TENSORS_FILE,
                                "version https://git-lfs.github.com/spec/v1\noid sha256:4d\nsize 12345\n"),
                        Voice.TENSORS_FILE,
                        "Git LFS"),
                refused("no weights", without(Voice.TENSORS_FILE), Voice.TENSORS_FILE),
                refused("no vocabulary", without("vocab.json"), "vocab.json", "missing"),
                refused("no configuration of the tokenizer", without("tokenizer_config.json"), "tokenizer_config.json"),
                refused("no configuration", without("config.json"), "config.json"),
                refused("an empty vocabulary", text("vocab.json", "{}"), "vocab.json", "id 0"),
                refused("a vocabulary that is a list", text("vocab.json", "[\"a\"]"), "vocab.json", "JSON object"),
                refused("an id that is a word", text("vocab.json", "{\"a\": \"x\"}"), "vocab.json", "'a'"),
                refused("a configuration that is cut off", text("config.json", "{"), "config.json", "line 1, column 2"),
                refused("a vocabulary that is cut off", text("vocab.json", "{\"a\": 1,"), "vocab.json", "is no JSON"),
                refused(
                        "a shard outside the folder",
                        voice -> {
                            Files.delete(voice.resolve(Voice.TENSORS_FILE));
                            Files.writeString(
                                    voice.resolve("model.safetensors.index.json"),
                                    "{\"weight_map\": {\"a\": \"../../etc/passwd\"}}");
                        },
                        "model.safetensors.index.json"),
                spoken("digits alone", voice -> {}, "15", "panzdeh"),
                spoken("letters among emoji", voice -> {}, "silav 😀", "silav", "dropped: 😀 ×1"),
                spoken("letters among other scripts", voice -> {}, "silav да", "silav", "dropped: а ×1, д ×1"),
                unspeakable("emoji alone", "😀😀", "dropped: 😀 ×2", "expected a text in the letters", "found '😀😀'"),
                unspeakable("punctuation alone", "...!?", "expected a text in the letters", "found '...!?'"),
                unspeakable("no letter", " ", "expected a text in the letters"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"cases", "siblings"})
    void aVoiceSpeaksOrIsRefusedWithWords(Case of) throws IOException {
        // Given
        Path voice = copyOfTheVoice(folder.resolve("voice"));
        of.change.of(voice);
        Path wav = folder.resolve("spoken.wav");

        // When
        int exitCode = speak(voice, of.text, wav);

        // Then
        of.words.forEach(word -> assertThat(err.toString()).contains(word));
        if (of.sameAs == null) {
            assertThat(exitCode).isEqualTo(1);
            assertThat(err.toString().lines().filter(line -> !line.startsWith("dropped: ")))
                    .hasSize(1);
            assertThat(wav).doesNotExist();
            return;
        }
        assertThat(exitCode).as(err.toString()).isZero();
        Path expected = folder.resolve("expected.wav");
        assertThat(speak(plain.resolve("voice"), of.sameAs, expected)).isZero();
        assertThat(wav).hasSameBinaryContentAs(expected);
        if (of.words.isEmpty()) {
            assertThat(err.toString()).isEmpty();
        }
    }

    static Stream<Case> refusedVoices() {
        return Stream.concat(cases(), siblings()).filter(of -> of.sameAs == null && of.text.equals("silav"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedVoices")
    void aVoiceThatIsRefusedIsNamedAndNotConverted(Case of) throws IOException {
        Path voice = copyOfTheVoice(folder.resolve("voice"));
        of.change.of(voice);
        speak(voice, of.text, folder.resolve("spoken.wav"));
        assertThat(err.toString()).contains(voice.toString());
        Path half = folder.resolve("half");
        assertThat(run("convert", "--model", voice.toString(), "--output_dir", half.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains(voice.toString()).hasLineCount(1);
        assertThat(half).doesNotExist();
    }

    /** The script {@code halve_self}. */
    @Test
    void aVoiceIsConvertedInItsOwnFolder() throws IOException {
        // Given
        Path voice = copyOfTheVoice(folder.resolve("voice"));
        long whole = Files.size(voice.resolve(Voice.TENSORS_FILE));

        // When
        String[] convert = {
            "convert", "--dtype", "float16", "--model", voice.toString(), "--output_dir", voice.toString()
        };
        assertThat(run(convert)).isZero();
        assertThat(out.toString()).contains("float16", voice.toString());

        // Then it is half as large, speaks, and a second time changes nothing
        assertThat(Files.size(voice.resolve(Voice.TENSORS_FILE))).isLessThan(whole * 51 / 100);
        byte[] half = Files.readAllBytes(voice.resolve(Voice.TENSORS_FILE));
        assertThat(run(convert)).isZero();
        assertThat(voice.resolve(Voice.TENSORS_FILE)).hasBinaryContent(half);
        assertThat(speak(voice, "silav", folder.resolve("a.wav"))).isZero();
    }

    /** The script {@code long_text} and its siblings: without punctuation, without spaces, in many paragraphs. */
    static Stream<String> longTexts() {
        return Stream.of(
                "silav hevalê min tu çawa yî ".repeat(60),
                "silavhevalêmintuçawayî".repeat(80),
                "silav.\n\n\n".repeat(100),
                "15 ".repeat(80));
    }

    @ParameterizedTest(name = "long text {index}")
    @MethodSource("longTexts")
    void aTextOfAnyLengthIsSpokenWhole(String text) throws IOException {
        // Given
        Path all = folder.resolve("all.wav");
        Path tenth = folder.resolve("tenth.wav");
        Path file = Files.writeString(folder.resolve("text.txt"), text, StandardCharsets.UTF_8);

        // When
        assertThat(speak(plain.resolve("voice"), text, all, "--speed", "8")).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(speak(plain.resolve("voice"), text.substring(0, text.length() / 10), tenth, "--speed", "8"))
                .isZero();

        // Then
        assertThat(Files.size(all)).isBetween(7 * Files.size(tenth), 14 * Files.size(tenth));
        Path same = folder.resolve("same.wav");
        assertThat(run(
                        "synthesize",
                        "--model",
                        plain.resolve("voice").toString(),
                        "--text-file",
                        file.toString(),
                        "--out",
                        same.toString(),
                        "--speed",
                        "8"))
                .isZero();
        assertThat(same).hasSameBinaryContentAs(all);
    }
}
