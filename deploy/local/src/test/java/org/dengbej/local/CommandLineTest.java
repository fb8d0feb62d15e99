package org.dengbej.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dengbej.vits.SynthesisOptions;
import org.dengbej.vits.Synthesizer;
import org.dengbej.vits.Voice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    private String newVoice() {
        String voice = folder.resolve("voice").toString();
        assertThat(run(
                        "new-voice",
                        "--alphabet",
                        "abcdefghijklmnopqrstuvwxyz",
                        "--size",
                        "demo",
                        "--output_dir",
                        voice))
                .isZero();
        return voice;
    }

    @Test
    void aNewVoiceSpeaksAndTheSameSeedSaysTheSame() throws IOException {
        // Given
        String voice = newVoice();
        assertThat(Voice.read(Path.of(voice)).config().hiddenSize()).isEqualTo(96);

        // When
        for (String name : List.of("a.wav", "b.wav")) {
            String file = folder.resolve(name).toString();
            assertThat(run("synthesize", "--model", voice, "--text", "silav", "--out", file, "--seed", "4"))
                    .isZero();
        }

        // Then
        assertThat(folder.resolve("a.wav")).hasSameBinaryContentAs(folder.resolve("b.wav"));
    }

    @Test
    void anEvaluationOfNothingIsRefusedBeforeAnythingIsStarted() {
        // Given
        String voice = newVoice();
        String nowhere = folder.resolve("nowhere").toString();

        // When, Then
        assertThat(run("evaluate", "--model", voice, "--data", nowhere)).isNotZero();
        assertThat(err.toString()).contains("expected recordings, found nothing");
        String here = folder.toString();
        assertThat(run("evaluate", "--model", "a", "--model", "b", "--model", "c", "--data", here))
                .isNotZero();
        assertThat(err.toString()).contains("one voice or two are evaluated, found 3");
        assertThat(run("evaluate", "--model", voice, "--data", here, "--output_dir", here))
                .isNotZero();
        assertThat(err.toString()).contains("must lie apart from what is read");
    }

    @Test
    void aVoiceConvertedToFloat16TakesHalfTheSpaceAndSpeaksTheSame() throws IOException {
        // Given
        Path voice = Path.of(newVoice());
        Path half = folder.resolve("half");

        // When
        assertThat(run("convert", "--dtype", "float16", "--model", voice.toString(), "--output_dir", half.toString()))
                .isZero();

        // Then
        long whole = Files.size(voice.resolve(Voice.TENSORS_FILE));
        assertThat(Files.size(half.resolve(Voice.TENSORS_FILE))).isLessThan(whole * 51 / 100);
        float[] heard = heard(voice);
        float[] converted = heard(half);
        assertThat(converted).hasSameSizeAs(heard).containsExactly(heard, within(0.02f));
    }

    /** Durations are whole frames, so that only a voice that speaks evenly says the same in the same time. */
    private static float[] heard(Path voice) {
        try (Synthesizer synthesizer = Synthesizer.open(voice, Device.cpu())) {
            return synthesizer
                    .synthesize("silav", 4, new SynthesisOptions(1, 0.667, 0, null))
                    .samples();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--speed, 0",
        "--speed, -1",
        "--speed, NaN",
        "--speed, Infinity",
        "--speed, 1000",
        "--noise_scale, -0.1",
        "--noise_scale, NaN",
        "--noise_scale_duration, -1",
        "--noise_scale_duration, Infinity"
    })
    void anOptionOutOfItsRangeIsNamedBeforeAnythingIsLoaded(String option, String value) {
        assertThat(run("synthesize", "--model", "/no/voice", "--text", "x", "--out", "x.wav", option, value))
                .isEqualTo(1);
        assertThat(err.toString()).contains(option).contains("found").hasLineCount(1);
    }

    @Test
    void aVoiceOfSeveralSpeakersSpeaksAsTheOneThatIsAskedFor() throws IOException {
        // Given
        String model = folder.resolve("speakers").toString();
        assertThat(run(
                        "new-voice",
                        "--alphabet",
                        "abcdefghijklmnopqrstuvwxyz",
                        "--size",
                        "demo",
                        "--speaker_embedding_size",
                        "8",
                        "--output_dir",
                        folder.resolve("new").toString()))
                .isZero();
        Voice.read(folder.resolve("new")).withSpeakers(List.of("mem", "zîn"), 1).write(Path.of(model));

        // When
        for (String speaker : List.of("mem", "0", "zîn")) {
            String file = folder.resolve(speaker + ".wav").toString();
            assertThat(run("synthesize", "--model", model, "--text", "silav", "--out", file, "--speaker", speaker))
                    .isZero();
        }
        String file = folder.resolve("default.wav").toString();
        assertThat(run("synthesize", "--model", model, "--text", "silav", "--out", file))
                .isZero();
        assertThat(err.toString()).contains("speaker: mem, the first of 2").contains("zîn");

        // Then
        assertThat(folder.resolve("0.wav")).hasSameBinaryContentAs(folder.resolve("mem.wav"));
        assertThat(folder.resolve("default.wav")).hasSameBinaryContentAs(folder.resolve("mem.wav"));
        assertThat(Files.readAllBytes(folder.resolve("zîn.wav")))
                .isNotEqualTo(Files.readAllBytes(folder.resolve("mem.wav")));
        assertThat(run("synthesize", "--model", model, "--text", "a", "--out", "x.wav", "--speaker", "siyabend"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("'siyabend'").contains("mem, zîn");
    }

    @Test
    void aFileOfTextIsReadAsEditorsSaveIt() throws IOException {
        // Given
        String voice = newVoice();
        byte[] utf8 = "silav heval".getBytes(StandardCharsets.UTF_8);
        Map<String, byte[]> files = Map.of(
                "plain", utf8,
                "bom", "\uFEFFsilav heval".getBytes(StandardCharsets.UTF_8),
                "utf16le", "\uFEFFsilav heval".getBytes(StandardCharsets.UTF_16LE),
                "utf16be", "\uFEFFsilav heval".getBytes(StandardCharsets.UTF_16BE));

        // When
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path text = Files.write(folder.resolve(file.getKey() + ".txt"), file.getValue());
            Path wav = folder.resolve(file.getKey() + ".wav");
            assertThat(run("synthesize", "--model", voice, "--text-file", text.toString(), "--out", wav.toString()))
                    .isZero();
        }

        // Then
        files.keySet()
                .forEach(name ->
                        assertThat(folder.resolve(name + ".wav")).hasSameBinaryContentAs(folder.resolve("plain.wav")));
        // and what is none of these is named
        Path latin = Files.write(folder.resolve("latin.txt"), "hêvî".getBytes(StandardCharsets.ISO_8859_1));
        for (Path none : List.of(latin, folder, folder.resolve("missing.txt"))) {
            assertThat(run("synthesize", "--model", voice, "--text-file", none.toString(), "--out", "x.wav"))
                    .isEqualTo(1);
            assertThat(err.toString()).contains(none.toString());
        }
    }

    @Test
    void anErrorIsSaidInOneLine() {
        assertThat(run("synthesize", "--model", "/no/voice", "--text", "x", "--out", "x.wav"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("/no/voice").hasLineCount(1);
        assertThat(run("sing")).isEqualTo(2);
        assertThat(run("status", "--work", folder.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("kafka", "stopped");
    }

    @Test
    void conformanceComparesWithTheReferenceVectors() throws IOException {
        assertThat(run("conformance", "--golden", "../../common/vits/src/test/resources/golden"))
                .isZero();
        List<JsonNode> lines = out.toString().lines().map(CommandLineTest::json).toList();
        assertThat(lines).allMatch(line -> line.path("ok").asBoolean());
        assertThat(lines)
                .extracting(line -> line.path("quantity").asText())
                .contains("infer_waveform", "mel_objective_loss", "mel_objective_grad_l2");
    }

    @Test
    void conformanceFailsWhenAWeightIsAnother() throws IOException {
        // Given the reference vectors with one bit flipped in a weight
        Path golden = Files.createDirectory(folder.resolve("golden"));
        try (var files = Files.list(Path.of("../../common/vits/src/test/resources/golden"))) {
            for (Path file : files.toList()) {
                Files.copy(file, golden.resolve(file.getFileName()));
            }
        }
        Path weights = golden.resolve("tiny_vits_published_layout.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 0x40;
        Files.write(weights, bytes);

        // When, Then
        assertThat(run("conformance", "--golden", golden.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("\"ok\":false");
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }
}
