package org.dengbej.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.dengbej.files.AtomicFolder;
import org.dengbej.files.Checksums;
import org.dengbej.safetensors.Safetensors;
import org.dengbej.safetensors.TensorType;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.WavFile;
import org.dengbej.testing.SyntheticSpeech;
import org.dengbej.vits.Synthesizer;
import org.dengbej.vits.Voice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** No command changes a file that it did not make: before and after, the user's files are byte-equal. */
class NothingIsDestroyedTest {

    private static final Path SAMPLE_VOICE = Path.of("../sample-data/voice");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Path voice;

    @BeforeEach
    void aVoiceOfTheUsers() throws IOException {
        voice = folder.resolve("voice");
        copyVoice(voice);
        Files.writeString(voice.resolve("NOTES.txt"), "recorded in Amed");
    }

    private static void copyVoice(Path to) throws IOException {
        Files.createDirectories(to);
        PathUtils.copyDirectory(SAMPLE_VOICE, to);
    }

    private int run(Object... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }

    /** Refused in one line that names the folder, before the stack is started: the work folder is not made. */
    private void assertRefused(String found, Object... arguments) {
        err.getBuffer().setLength(0);
        assertThat(run(arguments)).as("%s", List.of(arguments)).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains(found);
        assertThat(folder.resolve("work")).doesNotExist();
    }

    private static Map<String, String> sums(Path folder) throws IOException {
        Map<String, String> sums = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sums.put(folder.relativize(file).toString(), Checksums.sha256(file));
            }
        }
        return sums;
    }

    private static float[] spoken(Path voice) {
        try (Synthesizer synthesizer = Synthesizer.open(voice, Device.cpu())) {
            return synthesizer.synthesize("silav", 4).samples();
        }
    }

    private static TensorType type(Path file) {
        return Safetensors.read(file).tensors().values().iterator().next().type();
    }

    /** An LJSpeech folder of one's own, one row of which is no good. */
    private Path recordings() throws IOException {
        Path recordings = Files.createDirectories(folder.resolve("recordings"));
        Files.createDirectories(recordings.resolve("wavs"));
        StringBuilder rows = new StringBuilder();
        List<String> texts = List.of("silav hevalê min tu çawa yî", "ez îro diçim bazarê", "123", "zarok dilîzin");
        for (int i = 0; i < texts.size(); i++) {
            WavFile.write(
                    recordings.resolve("wavs/utterance_%06d.wav".formatted(i)), new Audio(SyntheticSpeech.samples(2, 16_000, i), 16_000));
            rows.append("utterance_%06d|%s|%s%n".formatted(i, texts.get(i), texts.get(i)));
        }
        Files.writeString(recordings.resolve("metadata.csv"), rows);
        return recordings;
    }

    @Test
    void aVoiceIsConvertedInItsOwnFolderAndSpeaks() throws IOException {
        // Given a voice in float32, also by the name of a link to it
        assertThat(run("convert", "--dtype", "float32", "--model", voice, "--output_dir", voice))
                .isZero();
        Path tensors = voice.resolve(Voice.TENSORS_FILE);
        Path discriminator = voice.resolve(Voice.DISCRIMINATORS_FILE);
        assertThat(type(tensors)).isEqualTo(TensorType.F32);
        long whole = Files.size(tensors);
        Map<String, String> before = sums(voice);
        Path link = Files.createSymbolicLink(folder.resolve("link"), voice);

        // When
        assertThat(run("convert", "--model", voice, "--output_dir", link)).isZero();

        // Then both files of weights are halved, and no other is touched
        assertThat(type(tensors)).isEqualTo(TensorType.F16);
        assertThat(type(discriminator)).isEqualTo(TensorType.F16);
        assertThat(Files.size(tensors)).isBetween(whole * 49 / 100, whole * 51 / 100);
        assertThat(tensors).hasSameBinaryContentAs(SAMPLE_VOICE.resolve(Voice.TENSORS_FILE));
        Map<String, String> after = sums(voice);
        after.keySet().removeAll(List.of(Voice.TENSORS_FILE, Voice.DISCRIMINATORS_FILE));
        before.keySet().removeAll(List.of(Voice.TENSORS_FILE, Voice.DISCRIMINATORS_FILE));
        assertThat(after).isEqualTo(before);
        assertThat(spoken(voice)).isNotEmpty();

        // And once more, which changes nothing
        Map<String, String> half = sums(voice);
        assertThat(run("convert", "--model", voice, "--output_dir", voice)).isZero();
        assertThat(sums(voice)).isEqualTo(half);
    }

    @Test
    void aListedVoiceIsListedAnewWhereItIsConvertedInPlace() throws IOException {
        Path listed = folder.resolve("final_model");
        AtomicFolder.write(listed, path -> PathUtils.copyDirectory(voice, path));
        assertThat(run("convert", "--model", listed, "--output_dir", listed)).isZero();
        assertThat(Checksums.damage(listed)).isEmpty();
    }

    @Test
    void aReadOnlyVoiceIsConvertedIntoAnotherFolderAlone() throws IOException {
        // Given
        Files.setPosixFilePermissions(voice.resolve(Voice.TENSORS_FILE), PosixFilePermissions.fromString("r--r--r--"));
        Files.setPosixFilePermissions(voice, PosixFilePermissions.fromString("r-xr-xr-x"));
        Map<String, String> before = sums(voice);

        // When, Then
        try {
            assertRefused("read-only", "convert", "--model", voice, "--output_dir", voice);
            assertThat(run("convert", "--model", voice, "--output_dir", folder.resolve("half")))
                    .isZero();
        } finally {
            Files.setPosixFilePermissions(voice, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertThat(sums(voice)).isEqualTo(before);
        assertThat(spoken(folder.resolve("half"))).isNotEmpty();
    }

    @Test
    void aFolderOfSomebodysIsNotConvertedInto() throws IOException {
        // Given another voice, one inside the other, a checkpoint, a voice of the original code's
        Path other = folder.resolve("other");
        copyVoice(other);
        Path inside = voice.resolve("inside");
        copyVoice(inside);
        Path checkpoint = folder.resolve("checkpoints/step-3");
        copyVoice(checkpoint);
        Files.writeString(checkpoint.resolve("training_state.json"), "{}");
        Path original = Files.createDirectories(folder.resolve("original"));
        Files.writeString(original.resolve("G_100.pth"), "weights");
        Map<String, String> before = sums(folder);

        // Then
        assertRefused("--overwrite", "convert", "--model", voice, "--output_dir", other);
        assertRefused("apart", "convert", "--model", voice, "--output_dir", inside, "--overwrite");
        assertRefused("apart", "convert", "--model", inside, "--output_dir", voice, "--overwrite");
        assertRefused("apart", "convert", "--model", voice, "--output_dir", folder, "--overwrite");
        assertRefused("checkpoint", "convert", "--model", voice, "--output_dir", checkpoint, "--overwrite");
        assertRefused("checkpoint", "convert", "--model", checkpoint, "--output_dir", checkpoint);
        assertRefused("another folder", "convert", "--model", original, "--output_dir", original);
        assertRefused("found a file", "convert", "--model", voice, "--output_dir", other.resolve("config.json"));
        assertThat(sums(folder)).isEqualTo(before);
    }

    @Test
    void anUnreadableVoiceIsConvertedNowhere() throws IOException {
        // Given
        Files.writeString(voice.resolve(Voice.DISCRIMINATORS_FILE), "no tensors");
        Map<String, String> before = sums(folder);

        // Then neither in place, where the other file could have been converted, nor into a new folder
        assertRefused("discriminator", "convert", "--model", voice, "--output_dir", voice);
        assertRefused("discriminator", "convert", "--model", voice, "--output_dir", folder.resolve("half"));
        assertThat(sums(folder)).isEqualTo(before);
    }

    @Test
    void aNewVoiceIsNotMadeInTheFolderOfATrainedOne() throws IOException {
        // Given a voice as it was copied, and one as the trainer leaves it
        Path trained = folder.resolve("final_model");
        AtomicFolder.write(trained, path -> PathUtils.copyDirectory(voice, path));
        Map<String, String> before = sums(folder);

        // Then
        for (Path each : List.of(voice, trained)) {
            assertRefused("--overwrite", "new-voice", "--alphabet", "abc", "--size", "demo", "--output_dir", each);
        }
        assertThat(sums(folder)).isEqualTo(before);

        // And where the user says so, the old discriminator does not stay beside the new voice
        assertThat(run("new-voice", "--alphabet", "abc", "--size", "demo", "--output_dir", voice, "--overwrite"))
                .isZero();
        assertThat(Voice.read(voice).tokenizer().vocabSize()).isLessThan(10);
        assertThat(voice.resolve(Voice.DISCRIMINATORS_FILE)).doesNotExist();
        assertThat(voice.resolve("NOTES.txt")).hasContent("recorded in Amed");
    }

    @Test
    void recordingsAreNotPreparedOverThemselves() throws IOException {
        // Given
        Path recordings = recordings();
        Path link = Files.createSymbolicLink(folder.resolve("link"), recordings);
        Map<String, String> before = sums(folder);
        List<Path> outputs =
                List.of(recordings, link, recordings.resolve("wavs"), recordings.resolve("new/data"), folder);

        // Then
        for (Path output : outputs) {
            assertRefused(
                    "apart",
                    "prepare",
                    "--work",
                    folder.resolve("work"),
                    "--model_name",
                    voice,
                    "--data_dir",
                    recordings,
                    "--output_dir",
                    output,
                    "--overwrite");
        }
        assertRefused(
                "apart",
                "prepare",
                "--work",
                folder.resolve("work"),
                "--model_name",
                voice,
                "--data_dir",
                recordings,
                "--output_dir",
                voice);
        assertThat(sums(folder)).isEqualTo(before);
    }

    @Test
    void recordingsAreNotPreparedIntoAFolderOfSomebodys() throws IOException {
        Path recordings = recordings();
        Path data = Files.createDirectories(folder.resolve("data/wavs"));
        Files.writeString(data.resolve("a.wav"), "mine");
        Map<String, String> before = sums(folder);
        assertRefused(
                "--overwrite",
                "prepare",
                "--work",
                folder.resolve("work"),
                "--data_dir",
                recordings,
                "--output_dir",
                folder.resolve("data"));
        assertThat(sums(folder)).isEqualTo(before);
    }

    @Test
    void aVoiceIsNotTrainedAmongTheCheckpointsOfAnother() throws IOException {
        // Given
        Path recordings = recordings();
        Path output = folder.resolve("output");
        copyVoice(output.resolve("checkpoints/step-7"));
        AtomicFolder.write(output.resolve("final_model"), path -> PathUtils.copyDirectory(voice, path));
        Path feedback = folder.resolve("feedback");
        copyVoice(feedback.resolve("feedback_checkpoints/step-7"));
        Map<String, String> before = sums(folder);

        // Then
        Object[] train = {"train", "--work", folder.resolve("work"), "--data_dir", recordings, "--model_name", voice};
        assertRefused("step-7", with(train, "--output_dir", output));
        assertRefused(
                "final_model", with(train, "--output_dir", output, "--checkpoint_dir", folder.resolve("checkpoints")));
        assertRefused(
                "step-7",
                "train-feedback",
                "--work",
                folder.resolve("work"),
                "--feedback_dir",
                recordings,
                "--model_dir",
                voice,
                "--output_dir",
                feedback);
        assertThat(sums(folder)).isEqualTo(before);
    }

    @Test
    void aVoiceIsNotTrainedOverWhatItLearnsFrom() throws IOException {
        // Given a base model and recordings where the finished voice and the checkpoints would lie
        Path output = folder.resolve("output");
        copyVoice(output.resolve("final_model"));
        Path recordings = recordings();
        Files.createDirectories(folder.resolve("elsewhere"));
        Map<String, String> before = sums(folder);

        // Then not even where the user says that it may be overwritten
        Object[] train = {"train", "--work", folder.resolve("work"), "--data_dir", recordings, "--overwrite"};
        assertRefused("apart", with(train, "--model_name", output.resolve("final_model"), "--output_dir", output));
        assertRefused(
                "apart",
                with(
                        train,
                        "--model_name",
                        "fresh:" + voice,
                        "--output_dir",
                        folder.resolve("elsewhere"),
                        "--checkpoint_dir",
                        recordings));
        assertThat(sums(folder)).isEqualTo(before);
    }

    private static Object[] with(Object[] arguments, Object... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray();
    }

    @Test
    void aSoundFileIsNotOverwrittenUnlessTheUserSaysSo() throws IOException {
        // Given
        Path mine = Files.writeString(folder.resolve("mine.wav"), "mine");

        // Then
        assertRefused("--overwrite", "synthesize", "--model", voice, "--text", "silav", "--out", mine);
        assertThat(mine).hasContent("mine");
        assertThat(run("synthesize", "--model", voice, "--text", "silav", "--out", mine, "--overwrite"))
                .isZero();
        assertThat(Files.size(mine)).isGreaterThan(1000);
    }

    @Test
    void aReportOfSomebodysStays() throws IOException {
        Path work = Files.createDirectories(folder.resolve("mine"));
        Path report = Files.writeString(work.resolve("report.json"), "{\"year\": 2026}");
        assertRefused("report.json", "demo", "--headless", "--work", work);
        assertThat(report).hasContent("{\"year\": 2026}");
        assertThat(sums(work)).hasSize(1);
    }
}
