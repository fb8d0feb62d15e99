package org.dengbej.prep.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LayoutsTest {

    private static final String ONE = "silav hevalê min tu çawa yî";
    private static final String TWO = "ez îro diçim bazarê bi bavê xwe re";
    private static final String THREE = "zarok di baxçe de dilîzin û dikenin";
    private static final String CV_17 =
            "client_id\tpath\tsentence_id\tsentence\tsentence_domain\tup_votes\tdown_votes\tage\tgender\taccents\tvariant\tlocale\tsegment\n";

    @TempDir
    Path folder;

    private SourceFiles files;

    @BeforeEach
    void anEmptyFolder() {
        files = new SourceFiles(folder);
    }

    private static String cv(String clip, String sentence) {
        return "abc\t%s\tdead\t%s\tgeneral\t3\t0\t\tfemale\t\t\tkmr\t\n".formatted(clip, sentence);
    }

    /** Name, what makes the folder, the layout that it is taken for, what is read. */
    static Stream<Arguments> sources() {
        return Stream.of(
                source(
                        "Common Voice",
                        f -> f.sounds("clips/a.mp3").text("validated.tsv", CV_17 + cv("a.mp3", ONE)),
                        "common-voice",
                        "clips/a.mp3 > " + ONE),
                source(
                        "Common Voice with BOM, CRLF and an unbalanced quote",
                        f -> f.sounds("clips/a.mp3", "clips/b.mp3")
                                .text(
                                        "validated.tsv",
                                        "\uFEFF"
                                                + (CV_17 + cv("a.mp3", "\"" + ONE) + cv("b.mp3", "\"Ez\" got " + TWO))
                                                        .replace("\n", "\r\n")),
                        "common-voice",
                        "clips/a.mp3 > \"" + ONE,
                        "clips/b.mp3 > \"Ez\" got " + TWO),
                source(
                        "Common Voice of splits alone",
                        f -> f.sounds("clips/a.mp3", "clips/b.mp3", "clips/c.mp3")
                                .text("train.tsv", CV_17 + cv("a.mp3", ONE))
                                .text("dev.tsv", CV_17 + cv("b.mp3", TWO))
                                .text("test.tsv", CV_17 + cv("c.mp3", THREE)),
                        "common-voice",
                        "clips/b.mp3 > " + TWO,
                        "clips/c.mp3 > " + THREE,
                        "clips/a.mp3 > " + ONE),
                source(
                        "the folder above Common Voice's language",
                        f -> f.sounds("cv-corpus-17/kmr/clips/a.mp3")
                                .text("cv-corpus-17/kmr/validated.tsv", CV_17 + cv("a.mp3", ONE)),
                        "common-voice",
                        "cv-corpus-17/kmr/clips/a.mp3 > " + ONE),
                source(
                        "Spontaneous Speech",
                        f -> f.sounds("audios/s-1.mp3", "audios/s-2.mp3")
                                .text(
                                        "ss-corpus-kmr.tsv",
                                        "client_id\taudio_id\taudio_file\tduration_ms\tprompt_id\tprompt\ttranscription\tvotes\tage\tgender\tlanguage\tsplit\n"
                                                + "x\t1\ts-1.mp3\t4000\t7\tTu çi dixwî?\t" + ONE
                                                + "\t2\t\t\tkmr\ttrain\n"
                                                + "y\t2\ts-2.mp3\t4000\t7\tTu çi dixwî?\t" + TWO
                                                + "\t2\t\t\tkmr\ttrain\n"),
                        "common-voice",
                        "audios/s-1.mp3 > " + ONE,
                        "audios/s-2.mp3 > " + TWO),
                source(
                        "LJSpeech",
                        f -> f.sounds("wavs/a.wav", "wavs/b.wav")
                                .text("metadata.csv", "a|Dr. B|Doctor B\nb|Dr. C|Doctor C\n"),
                        "ljspeech",
                        "wavs/a.wav > Doctor B",
                        "wavs/b.wav > Doctor C"),
                source(
                        "LJSpeech with an empty third column",
                        f -> f.sounds("wavs/a.wav", "wavs/b.wav")
                                .text("metadata.csv", "a|%s|\nb|%s|\n".formatted(ONE, TWO)),
                        "ljspeech",
                        "wavs/a.wav > " + ONE,
                        "wavs/b.wav > " + TWO),
                source(
                        "LJSpeech with two columns, folder and extension, in wav/",
                        f -> f.sounds("wav/a.wav", "wav/b.wav")
                                .text("metadata.csv", "wav/a.wav|%s\nwav/b.wav|%s\n".formatted(ONE, TWO)),
                        "ljspeech",
                        "wav/a.wav > " + ONE,
                        "wav/b.wav > " + TWO),
                source(
                        "LJSpeech with recordings beside the table, a header and other cases",
                        f -> f.sounds("A.WAV", "b.Wav")
                                .text("metadata.csv", "filename|text\na.wav|%s\nB|%s\n".formatted(ONE, TWO)),
                        "ljspeech",
                        "A.WAV > " + ONE,
                        "b.Wav > " + TWO),
                source(
                        "LJSpeech with dots in its ids and any format",
                        f -> f.sounds("wavs/bk.01.0001.wav", "wavs/c2.flac", "wavs/c3.mp3")
                                .text("metadata.csv", "bk.01.0001|%s\nc2|%s\nc3|%s\n".formatted(ONE, TWO, THREE)),
                        "ljspeech",
                        "wavs/bk.01.0001.wav > " + ONE,
                        "wavs/c2.flac > " + TWO,
                        "wavs/c3.mp3 > " + THREE),
                source(
                        "LJSpeech whose recordings are missing",
                        f -> f.sounds("wavs/a.wav").text("metadata.csv", "a|%s\nb|%s\n".formatted(ONE, TWO)),
                        "ljspeech",
                        "wavs/a.wav > " + ONE,
                        "no sound > " + TWO),
                source(
                        "LJSpeech of one row",
                        f -> f.sounds("wavs/a.wav").text("metadata.csv", "a|" + ONE + "\n"),
                        "ljspeech",
                        "wavs/a.wav > " + ONE),
                source(
                        "LJSpeech in metadata.txt",
                        f -> f.sounds("wavs/a.wav", "wavs/b.wav")
                                .text("metadata.txt", "a|%s\nb|%s\n".formatted(ONE, TWO)),
                        "ljspeech",
                        "wavs/a.wav > " + ONE,
                        "wavs/b.wav > " + TWO),
                source(
                        "Coqui with a header",
                        f -> f.sounds("wavs/a.wav", "wavs/b.wav")
                                .text(
                                        "metadata.csv",
                                        "audio_file|text|speaker_name\nwavs/a.wav|%s|zana\nwavs/b.wav|%s|zana\n"
                                                .formatted(ONE, TWO)),
                        "ljspeech",
                        "wavs/a.wav > " + ONE,
                        "wavs/b.wav > " + TWO),
                source(
                        "Piper's file, speaker and text",
                        f -> f.sounds("wavs/a.wav", "wavs/b.wav")
                                .text("metadata.csv", "a.wav|zana|%s\nb.wav|zana|%s\n".formatted(ONE, TWO)),
                        "ljspeech",
                        "wavs/a.wav > " + ONE,
                        "wavs/b.wav > " + TWO),
                source(
                        "two speakers before the text",
                        f -> f.sounds("wavs/a.wav", "wavs/b.wav", "wavs/c.wav", "wavs/d.wav")
                                .text(
                                        "metadata.csv",
                                        "a|zana|%s\nb|leyla|%s\nc|zana|%s\nd|leyla|%s\n"
                                                .formatted(ONE, TWO, THREE, ONE)),
                        "ljspeech",
                        "wavs/a.wav > " + ONE,
                        "wavs/b.wav > " + TWO,
                        "wavs/c.wav > " + THREE,
                        "wavs/d.wav > " + ONE),
                source(
                        "the original VITS code's file list",
                        f -> f.sounds("wavs/a.wav", "wavs/b.wav")
                                .text(
                                        "filelists/train.txt",
                                        "DUMMY1/wavs/a.wav|%s\nDUMMY1/wavs/b.wav|%s\n".formatted(ONE, TWO))
                                .text("filelists/train.txt.cleaned", "DUMMY1/wavs/a.wav|ʃ\n"),
                        "vits",
                        "wavs/a.wav > " + ONE,
                        "wavs/b.wav > " + TWO),
                source(
                        "a file list with speakers",
                        f -> f.sounds("wavs/a.wav", "wavs/b.wav")
                                .text("train.txt", "wavs/a.wav|0|%s\nwavs/b.wav|0|%s\n".formatted(ONE, TWO)),
                        "vits",
                        "wavs/a.wav > " + ONE,
                        "wavs/b.wav > " + TWO),
                source(
                        "audiofolder with commas and quotes",
                        f -> f.sounds("wavs/a.wav", "wavs/b.wav")
                                .text(
                                        "metadata.csv",
                                        "file_name,transcription\nwavs/a.wav,\"%s, got\"\nwavs/b.wav,\"%s\"\n"
                                                .formatted(ONE, TWO)),
                        "audiofolder",
                        "wavs/a.wav > " + ONE + ", got",
                        "wavs/b.wav > " + TWO),
                source(
                        "audiofolder with semicolons",
                        f -> f.sounds("a.wav", "b.wav")
                                .text("metadata.csv", "file_name;text\na.wav;%s\nb.wav;%s\n".formatted(ONE, TWO)),
                        "audiofolder",
                        "a.wav > " + ONE,
                        "b.wav > " + TWO),
                source(
                        "audiofolder of JSON lines in a split",
                        f -> f.sounds("train/a.wav", "train/b.wav")
                                .text(
                                        "train/metadata.jsonl",
                                        "{\"file_name\": \"a.wav\", \"text\": \"%s\"}\n{\"text\": \"%s\", \"file_name\": \"b.wav\", \"n\": 1}\n"
                                                .formatted(ONE, TWO)),
                        "audiofolder",
                        "train/a.wav > " + ONE,
                        "train/b.wav > " + TWO),
                source(
                        "a NeMo manifest with absolute paths of another machine",
                        f -> f.sounds("clips/a.wav", "clips/b.wav")
                                .text(
                                        "manifest.jsonl",
                                        "{\"audio_filepath\": \"/home/x/d/clips/a.wav\", \"duration\": 2.5, \"text\": \"%s\"}\n{\"audio_filepath\": \"/home/x/d/clips/b.wav\", \"duration\": 2.5, \"text\": \"%s\"}\n"
                                                .formatted(ONE, TWO)),
                        "audiofolder",
                        "clips/a.wav > " + ONE,
                        "clips/b.wav > " + TWO),
                source(
                        "any other table",
                        f -> f.sounds("x/a.wav", "x/b.wav")
                                .text("list.csv", "clip,utterance\nx\\a.wav,%s\nx\\b.wav,%s\n".formatted(ONE, TWO)),
                        "table",
                        "x/a.wav > " + ONE,
                        "x/b.wav > " + TWO),
                source(
                        "pairs as people have them",
                        f -> f.sounds("a.wav", "b.WAV", "c.mp3", "d.flac", "e.wav", "spk1/f.wav")
                                .text("a.txt", ONE + "\n")
                                .text("b.txt", ONE)
                                .text("c.txt", ONE)
                                .text("d.txt", ONE)
                                .text("e.lab", TWO)
                                .text("spk1/f.txt", THREE),
                        "pairs",
                        "a.wav > " + ONE,
                        "b.WAV > " + ONE,
                        "c.mp3 > " + ONE,
                        "d.flac > " + ONE,
                        "e.wav > " + TWO,
                        "spk1/f.wav > " + THREE),
                source(
                        "pairs of which parts are missing",
                        f -> f.sounds("a.wav", "b.wav").text("a.txt", ONE).text("c.txt", TWO),
                        "pairs",
                        "a.wav > " + ONE,
                        "b.wav > ",
                        "no sound > " + TWO),
                source(
                        "pairs in wavs/ and txt/",
                        f -> f.sounds("wavs/a.wav").text("txt/a.txt", ONE),
                        "pairs",
                        "wavs/a.wav > " + ONE),
                source(
                        "VCTK",
                        f -> f.sounds("wav48_silence_trimmed/p225/p225_001_mic1.flac")
                                .text("txt/p225/p225_001.txt", ONE),
                        "vctk",
                        "wav48_silence_trimmed/p225/p225_001_mic1.flac > " + ONE),
                source(
                        "LibriTTS",
                        f -> f.sounds("train-clean-100/19/198/19_198_0.wav")
                                .text("train-clean-100/19/198/19_198_0.original.txt", "Dr. B")
                                .text("train-clean-100/19/198/19_198_0.normalized.txt", "Doctor B"),
                        "libritts",
                        "train-clean-100/19/198/19_198_0.wav > Doctor B"),
                source(
                        "Parquet with a struct of bytes",
                        f -> f.parquet(
                                "data/train-00000-of-00001.parquet",
                                "SELECT 's' AS client_id, 'a.mp3' AS path, {'bytes': 'sound of 1'::BLOB, 'path': 'a.mp3'} AS audio, '%s' AS sentence, 3::BIGINT AS up_votes"
                                        .formatted(ONE)),
                        "parquet",
                        "1 > " + ONE),
                source(
                        "Parquet with plain binary and a text column",
                        f -> f.parquet(
                                "train.parquet",
                                "SELECT * FROM (VALUES ('sound of 1'::BLOB, '%s', 'kmr'), ('sound of 2'::BLOB, '%s', 'kmr')) t(clip, words, locale)"
                                        .formatted(ONE, TWO)),
                        "parquet",
                        "1 > " + ONE,
                        "2 > " + TWO),
                source(
                        "Parquet of shards with other columns and votes as text",
                        f -> f.parquet(
                                        "data/train-00000.parquet",
                                        "SELECT {'bytes': 'sound of 1'::BLOB, 'path': NULL::VARCHAR} AS audio, '%s' AS sentence, '3' AS up_votes"
                                                .formatted(ONE))
                                .parquet(
                                        "data/train-00001.parquet",
                                        "SELECT {'bytes': 'sound of 2'::BLOB, 'path': NULL::VARCHAR} AS audio, '%s' AS sentence, 1 AS speaker_id, '' AS up_votes"
                                                .formatted(TWO)),
                        "parquet",
                        "1 > " + ONE,
                        "2 > " + TWO),
                source(
                        "Parquet whose bytes lie in files",
                        f -> f.sounds("clips/a.wav")
                                .parquet(
                                        "train.parquet",
                                        "SELECT {'bytes': NULL::BLOB, 'path': 'clips/a.wav'} AS audio, '%s' AS sentence"
                                                .formatted(ONE)),
                        "parquet",
                        "clips/a.wav > " + ONE),
                source(
                        "audiofolder in Parquet",
                        f -> f.sounds("a.wav", "b.wav")
                                .parquet(
                                        "metadata.parquet",
                                        "SELECT * FROM (VALUES ('a.wav', '%s'), ('b.wav', '%s')) t(file_name, text)"
                                                .formatted(ONE, TWO)),
                        "parquet",
                        "a.wav > " + ONE,
                        "b.wav > " + TWO));
    }

    private interface Maker {
        void make(SourceFiles files);
    }

    private static Arguments source(String name, Maker maker, String layout, String... read) {
        return Arguments.of(name, maker, layout, List.of(read));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    void aSourceIsRecognisedAndReadRight(String name, Maker maker, String layout, List<String> read) {
        maker.make(files);
        assertThat(files.read(SourceOptions.NONE)).containsExactlyElementsOf(read);
        assertThat(files.description(SourceOptions.NONE))
                .startsWith("taken for " + layout)
                .contains(", since ");
        assertThat(files.read(SourceOptions.ofLayout(layout))).containsExactlyElementsOf(read);
    }

    @Test
    void theSampleDataIsCommonVoice() throws IOException {
        SourceFiles sample = new SourceFiles(Path.of("../deploy/sample-data"));
        List<Recording> recordings = sample.recordings(SourceOptions.ofLayout("common-voice"));
        assertThat(recordings).hasSize(100);
        Recording first = recordings.get(0);
        assertThat(first.text()).isEqualTo("Silav, tu çawa yî?");
        assertThat(first.upVotes()).isEqualTo(2);
        assertThat(first.speaker()).isEqualTo("speaker-a");
        assertThat(first.sound().read(1_000_000)).hasSizeGreaterThan(1000);
    }

    @Test
    void parquetOfTheHubHasItsSoundsInside() throws IOException {
        try (RecordingSource source =
                Layouts.open(Path.of("src/test/resources/kurmanji.parquet").toUri(), SourceOptions.NONE)) {
            List<Recording> recordings = new ArrayList<>();
            source.recordings().forEachRemaining(recordings::add);
            assertThat(recordings)
                    .extracting(Recording::id)
                    .containsExactly("kmr_0001.mp3", "kmr_0002.mp3", "kmr_0003.mp3");
            assertThat(recordings).extracting(Recording::upVotes).containsExactly(2, 3, 1);
            assertThat(recordings)
                    .extracting(Recording::gender)
                    .containsExactly("male_masculine", "female_feminine", null);
            assertThat(recordings.get(1).sound().read(1_000_000))
                    .isEqualTo(Files.readAllBytes(Path.of("../deploy/sample-data/clips/kmr_0002.mp3")));
        }
    }

    @Test
    void decodedArraysAreSoundsOfTheirRate() throws IOException {
        files.parquet(
                "a.parquet",
                "SELECT {'array': [0.5::FLOAT, -0.5], 'path': 'a.wav', 'sampling_rate': 16000} AS audio, '%s' AS text"
                        .formatted(ONE));
        Recording recording = files.recordings(SourceOptions.NONE).get(0);
        assertThat(recording.sound().read(1000)).hasSize(44 + 4).startsWith('R', 'I', 'F', 'F');
        assertThat(recording.id()).isEqualTo("a.wav");
    }

    @Test
    void rowsWithTheSameNameAreToldApart() {
        files.parquet(
                "a.parquet",
                "SELECT {'bytes': ('sound of ' || i)::BLOB, 'path': 'audio.wav'} AS audio, '%s' || i AS sentence FROM range(3) t(i)"
                        .formatted(ONE));
        assertThat(files.recordings(SourceOptions.NONE))
                .extracting(Recording::id)
                .containsExactly("audio.wav#1", "audio.wav#2", "audio.wav#3");
        assertThat(files.read(SourceOptions.NONE))
                .containsExactly("0 > " + ONE + "0", "1 > " + ONE + "1", "2 > " + ONE + "2");
    }

    static Stream<Charset> charsets() {
        return Stream.of(
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_16,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                Charset.forName("windows-1254"));
    }

    @ParameterizedTest
    @MethodSource("charsets")
    void aTableIsReadInItsEncodingWhichIsTold(Charset charset) {
        files.sounds("wavs/a.wav", "wavs/b.wav").text("metadata.csv", "a|%s\nb|%s\n".formatted(ONE, TWO), charset);
        assertThat(files.read(SourceOptions.NONE)).containsExactly("wavs/a.wav > " + ONE, "wavs/b.wav > " + TWO);
        boolean expected = charset.equals(StandardCharsets.UTF_8);
        assertThat(files.description(SourceOptions.NONE).contains(" in ")).isEqualTo(true);
        assertThat(files.description(SourceOptions.NONE).contains(" in UTF-16")
                        || files.description(SourceOptions.NONE).contains(" in windows-1254"))
                .isNotEqualTo(expected);
    }

    @Test
    void aSplitThatIsNamedIsReadAlone() {
        files.sounds("clips/a.mp3", "clips/b.mp3")
                .text("validated.tsv", CV_17 + cv("a.mp3", ONE))
                .text("other.tsv", CV_17 + cv("b.mp3", TWO));
        assertThat(files.read(new SourceOptions(null, null, null, null, "other")))
                .containsExactly("clips/b.mp3 > " + TWO);
        assertThatThrownBy(() -> files.read(new SourceOptions(null, null, null, null, "none")))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageContaining("'none'")
                .hasMessageContaining("other.tsv");
    }

    @Test
    void columnsThatAreNamedDecide() {
        files.sounds("wavs/a.wav", "wavs/b.wav")
                .text(
                        "metadata.csv",
                        "file_name,first,second\nwavs/a.wav,%s,%s\nwavs/b.wav,%s,%s\n".formatted(ONE, THREE, TWO, ONE));
        assertThatThrownBy(() -> files.read(SourceOptions.NONE))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageContaining("--text_column")
                .hasMessageContaining("'first'", "'second'")
                .hasMessageContaining("[wavs/a.wav, " + ONE);
        assertThat(files.read(new SourceOptions(null, null, "second", null, null)))
                .containsExactly("wavs/a.wav > " + THREE, "wavs/b.wav > " + ONE);
        assertThat(files.read(new SourceOptions(null, "1", "2", null, null)))
                .containsExactly("wavs/a.wav > " + ONE, "wavs/b.wav > " + TWO);
        assertThatThrownBy(() -> files.read(new SourceOptions(null, null, "third", null, null)))
                .hasMessageContaining("--text_column")
                .hasMessageContaining("'third'");
    }

    @Test
    void speakersOfATableAndOfFoldersAreKnown() {
        files.sounds("wavs/a.wav", "wavs/b.wav")
                .text("metadata.csv", "a.wav|zana|%s\nb.wav|zana|%s\n".formatted(ONE, TWO));
        assertThat(files.recordings(SourceOptions.NONE))
                .extracting(Recording::speaker)
                .containsOnly("zana");
        SourceFiles tree = new SourceFiles(folder.resolve("tree"));
        tree.sounds("wav48/p225/p225_001.wav").text("txt/p225/p225_001.txt", ONE);
        assertThat(tree.recordings(SourceOptions.NONE))
                .extracting(Recording::speaker)
                .containsExactly("p225");
    }

    @Test
    void linksOfAHubsCacheAreFollowedAndOthersAreNot() throws IOException {
        // Given a cache as huggingface_hub makes it
        SourceFiles cache = new SourceFiles(folder.resolve("datasets--x--y"));
        cache.text("blobs/1f", "sound of blob").text("blobs/2f", "a|%s\n".formatted(ONE));
        Path snapshot = Files.createDirectories(folder.resolve("datasets--x--y/snapshots/abc/wavs"));
        Files.createSymbolicLink(snapshot.resolve("a.wav"), Path.of("../../../blobs/1f"));
        Files.createSymbolicLink(snapshot.getParent().resolve("metadata.csv"), Path.of("../../blobs/2f"));

        // Then
        assertThat(new SourceFiles(snapshot.getParent()).read(SourceOptions.NONE))
                .containsExactly("blob > " + ONE);
        Path link = Files.createSymbolicLink(folder.resolve("data"), snapshot.getParent());
        assertThat(new SourceFiles(link).read(SourceOptions.NONE)).containsExactly("blob > " + ONE);

        // And a link to anywhere else is not read
        files.text("secret.wav", "secret");
        SourceFiles other = new SourceFiles(folder.resolve("other"));
        other.text("metadata.csv", "a|%s\n".formatted(ONE));
        Files.createSymbolicLink(folder.resolve("other/a.wav"), folder.resolve("secret.wav"));
        assertThat(other.read(SourceOptions.NONE)).containsExactly("no sound > " + ONE);
    }

    private List<Path> inputs(Path path) {
        try (RecordingSource source = Layouts.open(path.toUri(), SourceOptions.NONE)) {
            return source.inputs();
        }
    }

    @Test
    void aSourceNamesAllThatItReads() throws IOException {
        // Given
        Path parquet = Files.copy(Path.of("src/test/resources/kurmanji.parquet"), folder.resolve("blob"));
        Path hub = Files.createDirectory(folder.resolve("hub"));
        Files.createSymbolicLink(hub.resolve("train.parquet"), parquet);
        SourceFiles lj = new SourceFiles(folder.resolve("lj"));
        lj.sounds("wavs/a.wav").text("metadata.csv", "a|" + ONE);
        SourceFiles pairs = new SourceFiles(folder.resolve("pairs"));
        pairs.sounds("spk/a.wav").text("spk/a.txt", ONE);
        SourceFiles cv = new SourceFiles(folder.resolve("cv"));
        cv.sounds("clips/a.mp3").text("validated.tsv", CV_17 + cv("a.mp3", ONE));

        // Then
        assertThat(inputs(hub)).containsExactly(hub, hub.resolve("train.parquet"));
        assertThat(inputs(lj.folder()))
                .containsExactly(
                        lj.folder(),
                        lj.folder().resolve("metadata.csv"),
                        lj.folder().resolve("wavs"));
        assertThat(inputs(pairs.folder()))
                .containsExactly(pairs.folder(), pairs.folder().resolve("spk"));
        assertThat(inputs(cv.folder()))
                .containsExactly(
                        cv.folder(),
                        cv.folder().resolve("validated.tsv"),
                        cv.folder().resolve("clips"));
    }

    @Test
    void aSourceInAFolderThatCannotBeListedIsUnusable() {
        assertThatThrownBy(() -> Layouts.open(Path.of("/proc/1/task/none").toUri(), SourceOptions.NONE))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageContaining("/proc/1/task/none");
    }

    @Test
    void aNameThatLeadsOutOfTheFolderIsNotFollowed() {
        files.sounds("secret.wav", "clips/a.mp3")
                .text("validated.tsv", "path\tsentence\n../secret.wav\t%s\n/etc/passwd\t%s\n".formatted(ONE, TWO));
        assertThat(files.recordings(SourceOptions.NONE))
                .hasSize(2)
                .allSatisfy(recording ->
                        assertThatThrownBy(() -> recording.sound().read(1000)).isInstanceOf(IOException.class));
    }

    @Test
    void aFolderOfNoKnownLayoutIsRefusedWithWhatEachWouldNeed() {
        files.text("readme.md", "x").sounds("a.wav");
        assertThatThrownBy(() -> files.read(SourceOptions.NONE))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageContaining("a.wav, readme.md")
                .hasMessageContaining("common-voice: validated.tsv")
                .hasMessageContaining("pairs: sound files");
    }

    @Test
    void severalLanguagesOfCommonVoiceAreNamed() {
        for (String language : List.of("kmr", "ckb")) {
            files.sounds(language + "/clips/a.mp3").text(language + "/validated.tsv", CV_17 + cv("a.mp3", ONE));
        }
        assertThatThrownBy(() -> files.read(SourceOptions.NONE))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageContaining("ckb")
                .hasMessageContaining("kmr");
    }

    @Test
    void aSourceThatIsNotOfItsLayoutIsRefusedByName() throws IOException {
        assertThatThrownBy(() -> files.read(SourceOptions.ofLayout("tape")))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageContaining("tape")
                .hasMessageContaining("common-voice");
        assertThatThrownBy(() -> new SourceFiles(folder.resolve("none")).read(SourceOptions.NONE))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageContaining("none");
        files.text("x.parquet", "no");
        assertThatThrownBy(() -> files.read(SourceOptions.NONE))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageContaining("Parquet");
        files.sounds("clips/a.mp3").text("validated.tsv", "path\ttext\na.mp3\tx\n");
        assertThatThrownBy(() -> files.read(SourceOptions.NONE))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageContaining("sentence");
    }
}
