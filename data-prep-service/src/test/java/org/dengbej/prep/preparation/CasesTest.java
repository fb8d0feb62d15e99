package org.dengbej.prep.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.TableColumns;
import org.dengbej.prep.filter.VoiceFormat;
import org.dengbej.prep.source.Layouts;
import org.dengbej.prep.source.RecordingSource;
import org.dengbej.prep.source.SourceFiles;
import org.dengbej.prep.source.SourceOptions;
import org.dengbej.prep.source.UnusableSourceException;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.WavFile;
import org.dengbej.speech.text.Tokenizer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Data sets in the shapes in which public bug reports have them, each named after its script among the cases, and their siblings: read
 * right, or refused with words that say what to do.
 */
class CasesTest {

    private static final String ONE = "silav hevalê min tu çawa yî";
    private static final String TWO = "ez îro diçim bazarê bi bavê xwe re";
    private static final String THREE = "zarok di baxçe de dilîzin û dikenin";
    private static final List<String> TEXTS = List.of(ONE, TWO, THREE);
    private static final VoiceFormat VOICE =
            new VoiceFormat(Tokenizer.forAlphabet("abcçdeêfghiîjklmnopqrsştuûvwxyz'-"), 16_000, 256);
    private static final String CV_17 =
            "client_id\tpath\tsentence_id\tsentence\tsentence_domain\tup_votes\tdown_votes\tage\tgender\taccents\tvariant\tlocale\tsegment\n";

    private static final String POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:4d\nsize 12345\n";

    @TempDir
    Path folder;

    private interface Maker {
        void make(SourceFiles files) throws IOException;
    }

    /** {@code rejected}: counts by reason; {@code refused}: words of the refusal, where there is one. */
    private record Case(
            String name,
            Maker maker,
            UnaryOperator<SourceOptions> options,
            List<String> kept,
            Map<String, Integer> rejected,
            List<String> refused) {

        @Override
        public String toString() {
            return name;
        }

        Case rejected(Map<String, Integer> byReason) {
            return new Case(name, maker, options, kept, byReason, refused);
        }

        Case with(SourceOptions chosen) {
            return new Case(name, maker, none -> chosen, kept, rejected, refused);
        }
    }

    private static Case read(String name, Maker maker, String... kept) {
        return new Case(name, maker, none -> none, List.of(kept), Map.of(), List.of());
    }

    private static Case refused(String name, Maker maker, String... words) {
        return new Case(name, maker, none -> none, List.of(), Map.of(), List.of(words));
    }

    private static byte[] wav() {
        return Sounds.speech(0);
    }

    private static SourceFiles wavs(SourceFiles files, String... names) {
        IntStream.range(0, names.length).forEach(i -> files.bytes(names[i], Sounds.speech(i)));
        return files;
    }

    /** A table of the three texts: {@code format} has {@code %1$d} for the number and {@code %2$s} for the text. */
    private static Maker table(String name, String head, String format, String wavFormat) {
        return table(name, head, format, wavFormat, StandardCharsets.UTF_8);
    }

    private static Maker table(String name, String head, String format, String wavFormat, Charset charset) {
        return files -> {
            StringBuilder rows = new StringBuilder(head);
            for (int i = 1; i <= 3; i++) {
                rows.append(format.formatted(i, TEXTS.get(i - 1)));
                files.bytes(wavFormat.formatted(i), Sounds.speech(i));
            }
            files.text(name, rows.toString(), charset);
        };
    }

    private static Maker commonVoice(String... tables) {
        return files -> {
            for (int i = 1; i <= 3; i++) {
                files.bytes("clips/cv_%d.mp3".formatted(i), Sounds.mp3(i));
            }
            for (int t = 0; t < tables.length; t++) {
                StringBuilder rows = new StringBuilder(CV_17);
                for (int i = t + 1; i <= 3; i += tables.length) {
                    rows.append("abc%1$d\tcv_%1$d.mp3\tdead%1$d\t%2$s\tgeneral\t3\t0\t\t\t\t\tkmr\t\n"
                            .formatted(i, TEXTS.get(i - 1)));
                }
                files.text(tables[t] + ".tsv", rows.toString());
            }
        };
    }

    /** A query for a row of each text; {@code columns} has {@code %1$s} for the sound's bytes, {@code %2$d} and {@code %3$s}. */
    private static Maker parquet(String name, String columns) {
        return files -> files.parquet(
                name,
                IntStream.rangeClosed(1, 3)
                        .mapToObj(i -> "SELECT " + columns.formatted(Sounds.blob(i), i, TEXTS.get(i - 1)))
                        .reduce((a, b) -> a + " UNION ALL " + b)
                        .orElseThrow());
    }

    static Stream<Case> cases() {
        return Stream.of(
                read(
                        "audiofolder_jsonl",
                        table(
                                "train/metadata.jsonl",
                                "",
                                "{\"file_name\": \"c%d.wav\", \"text\": \"%s\"}\n",
                                "train/c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "comma_csv",
                        table("metadata.csv", "file_name,transcription\n", "wavs/c%d.wav,\"%s\"\n", "wavs/c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "coqui_columns",
                        table(
                                "metadata.csv",
                                "audio_file|text|speaker_name\n",
                                "wavs/c%d.wav|%s|zana\n",
                                "wavs/c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "cv17_bom_quotes",
                        files -> {
                            commonVoice().make(files);
                            files.text(
                                    "validated.tsv",
                                    ("\uFEFF" + CV_17
                                                    + "abc1\tcv_1.mp3\td1\t\"" + ONE
                                                    + "\tgeneral\t3\t0\t\t\t\t\tkmr\t\n"
                                                    + "abc2\tcv_2.mp3\td2\t\"ez îro diçim\" got bavê wî\tgeneral\t3\t0\t\t\t\t\tkmr\t\n"
                                                    + "abc3\tcv_3.mp3\td3\t" + THREE
                                                    + "\tgeneral\t3\t0\t\t\t\t\tkmr\t\n")
                                            .replace("\n", "\r\n"));
                        },
                        "\"" + ONE,
                        "\"ez îro diçim\" got bavê wî",
                        THREE),
                read("cv_splits_only", commonVoice("train", "dev", "test"), ONE, TWO, THREE),
                read(
                                "digits",
                                files -> wavs(files, "wavs/c1.wav", "wavs/c2.wav", "wavs/c3.wav")
                                        .text(
                                                "metadata.csv",
                                                "c1|ez di sala 2023 de\nc2|nirx 15 % zêde bû\nc3|li Köln û ú ł\n"),
                                "ez di sala 2023 de",
                                "nirx 15 % zêde bû")
                        .rejected(Map.of("unknown-characters", 1)),
                read(
                        "lj_dotted_ids",
                        files -> wavs(files, "wavs/bk.01.0001.wav")
                                .bytes("wavs/c2.mp3", Sounds.mp3(1))
                                .bytes("wavs/c3.MP3", Sounds.mp3(2))
                                .text("metadata.csv", "bk.01.0001|%s\nc2|%s\nc3|%s\n".formatted(ONE, TWO, THREE)),
                        ONE,
                        TWO,
                        THREE),
                read("lj_empty_third", table("metadata.csv", "", "c%d|%s|\n", "wavs/c%d.wav"), ONE, TWO, THREE),
                read(
                        "pairs_mixed",
                        files -> wavs(files, "a.wav", "b.WAV", "e.wav", "spk1/f.wav")
                                .bytes("c.mp3", Sounds.mp3(1))
                                .text("a.txt", ONE)
                                .text("b.txt", ONE)
                                .text("c.txt", ONE)
                                .text("e.lab", TWO)
                                .text("spk1/f.txt", THREE),
                        ONE,
                        ONE,
                        ONE,
                        TWO,
                        THREE),
                read(
                        "pq_cv_shape",
                        parquet(
                                "data/train-00000-of-00001.parquet",
                                "'s%2$d' AS client_id, 'cv_%2$d.wav' AS path, {'bytes': %1$s, 'path': 'cv_%2$d.wav'} AS audio, '%3$s' AS sentence, 3::BIGINT AS up_votes, 0::BIGINT AS down_votes, '' AS age, '' AS gender, 'kmr' AS locale"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "pq_null_bytes",
                        files -> {
                            wavs(files, "clips/a1.wav", "clips/a2.wav", "clips/a3.wav");
                            parquet(
                                            "train.parquet",
                                            "{'bytes': NULL::BLOB, 'path': 'clips/a%2$d.wav'} AS audio, '%3$s' AS sentence")
                                    .make(files);
                        },
                        ONE,
                        TWO,
                        THREE),
                read(
                        "pq_same_path",
                        parquet(
                                "data/train.parquet",
                                "{'bytes': %s, 'path': 'audio.wav'} AS audio, '%3$s' AS sentence"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "pq_sentence_shards",
                        files -> {
                            for (int i = 1; i <= 3; i++) {
                                files.parquet(
                                        "data/train-%05d-of-00003.parquet".formatted(i - 1),
                                        "SELECT {'bytes': %s, 'path': NULL::VARCHAR} AS audio, '%s' AS sentence, 1 AS speaker_id"
                                                .formatted(Sounds.blob(i), TEXTS.get(i - 1)));
                            }
                        },
                        ONE,
                        TWO,
                        THREE),
                read(
                        "pq_votes_string",
                        parquet(
                                "data/train.parquet",
                                "{'bytes': %s, 'path': 'a%2$d.wav'} AS audio, '%3$s' AS sentence, CASE WHEN %2$d = 3 THEN '' ELSE '3' END AS up_votes, '0' AS down_votes, %2$d AS client_id, 0 AS gender"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "same_folder",
                        files -> wavs(files, "wavs/utterance_000000.wav", "wavs/utterance_000001.wav")
                                .text(
                                        "metadata.csv",
                                        "utterance_000000|%1$s|%1$s\nutterance_000001|%2$s|%2$s\n".formatted(ONE, TWO)),
                        ONE,
                        TWO),
                read(
                                "silent_clips",
                                files -> wavs(files, "wavs/b.wav", "wavs/good.wav")
                                        .bytes("wavs/silence.wav", WavFile.encode(new Audio(new float[64_000], 16_000)))
                                        .text("metadata.csv", "silence|%1$s\nb|%1$s\ngood|%1$s\n".formatted(ONE)),
                                ONE,
                                ONE)
                        .rejected(Map.of("silent", 1)),
                read(
                        "vits_filelist",
                        table("filelists/train.txt", "", "wavs/c%d.wav|%s\n", "wavs/c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                                "audio_zoo: files that hold no sound",
                                files -> wavs(files, "wavs/good.wav")
                                        .bytes("wavs/empty.wav", new byte[0])
                                        .bytes("wavs/headonly.wav", Arrays.copyOf(wav(), 44))
                                        .bytes("wavs/garbage.mp3", Sounds.noise(5000))
                                        .text("wavs/html.mp3", "<html>404 Not Found</html>")
                                        .text(
                                                "metadata.csv",
                                                "good.wav|%s\nempty.wav|%s\nheadonly.wav|%s\ngarbage.mp3|%s\nhtml.mp3|%s\n"
                                                        .formatted(
                                                                ONE, ONE + " a", ONE + " b", ONE + " c", ONE + " d")),
                                ONE)
                        .rejected(Map.of("undecodable-audio", 4)),
                read(
                        "audio_zoo: files that are cut off or have more before or after",
                        files -> files.bytes("wavs/odd.wav", Sounds.concatenated(wav(), new byte[] {'x'}))
                                .bytes("wavs/zeropad.mp3", Sounds.concatenated(new byte[40_000], Sounds.mp3(1)))
                                .bytes("wavs/trunc.wav", Arrays.copyOf(wav(), wav().length - 1001))
                                .text(
                                        "metadata.csv",
                                        "odd.wav|%s\nzeropad.mp3|%s\ntrunc.wav|%s\n".formatted(ONE, TWO, THREE)),
                        ONE,
                        TWO,
                        THREE));
    }

    static Stream<Case> siblings() {
        return Stream.of(
                read(
                        "tabs in .csv",
                        table("metadata.csv", "path\tsentence\n", "c%d.wav\t%s\n", "c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "tabs in .txt without a header",
                        table("metadata.txt", "", "c%d\t%s\n", "wavs/c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "semicolons as spreadsheets write them",
                        table("metadata.csv", "file;text\r\n", "c%d.wav;%s\r\n", "c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "a header in quotes",
                        table("metadata.csv", "\"file_name\",\"text\"\n", "\"c%d.wav\",\"%s, erê\"\n", "c%d.wav"),
                        ONE + ", erê",
                        TWO + ", erê",
                        THREE + ", erê"),
                read(
                        "a header in upper case",
                        table("metadata.csv", "FILE_NAME,Transcription\n", "c%d.wav,%s\n", "c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read("CRLF and bars", table("metadata.csv", "", "c%d|%s|%2$s\r\n", "wavs/c%d.wav"), ONE, TWO, THREE),
                read(
                        "UTF-16 with bars",
                        table("metadata.csv", "", "c%d|%s\n", "wavs/c%d.wav", StandardCharsets.UTF_16),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "Windows-1254",
                        table("metadata.csv", "", "c%d|%s\n", "wavs/c%d.wav", Charset.forName("windows-1254")),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "absolute paths of another machine",
                        table("metadata.csv", "", "/home/z/d/wavs/c%d.wav|%s\n", "wavs/c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "paths of Windows",
                        table("metadata.csv", "", "C:\\data\\wavs\\c%d.wav|%s\n", "wavs/c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "an extension that the files do not have",
                        table("metadata.csv", "", "c%d.mp3|%s\n", "wavs/c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "normalized_text beside text",
                        table("metadata.csv", "file_name,text,normalized_text\n", "c%d.wav,no %1$d,%s\n", "c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "transcript and an index",
                        table("data.csv", ",path,transcript\n", "%d,c%1$d.wav,%s\n", "c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "a table of durations and sizes",
                        table(
                                "metadata.csv",
                                "file_name,duration,size,text\n",
                                "c%d.wav,2.%1$d,10%1$d,%s\n",
                                "c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "a column of languages that is the same everywhere",
                        table("metadata.csv", "", "c%d|kmr|%s\n", "wavs/c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                                "two speakers in three rows",
                                files -> wavs(files, "c1.wav", "c2.wav", "c3.wav")
                                        .text(
                                                "metadata.csv",
                                                "c1.wav|zana|%s\nc2.wav|zana|%s\nc3.wav|leyla|%s\n"
                                                        .formatted(ONE, TWO, THREE)),
                                ONE,
                                TWO)
                        .rejected(Map.of("other-speaker", 1)),
                read(
                        "text before file",
                        table("metadata.csv", "text,file_name\n", "\"%2$s\",c%1$d.wav\n", "c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "JSON lines with a nested recording",
                        table(
                                "metadata.jsonl",
                                "",
                                "{\"audio\": {\"path\": \"c%d.wav\", \"sampling_rate\": 16000}, \"sentence\": \"%s\"}\n",
                                "c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "a list in JSON",
                        files -> wavs(files, "c1.wav", "c2.wav")
                                .text(
                                        "metadata.json",
                                        "[\n {\"audio_file\": \"c1.wav\",\n  \"text\": \"%s\"},\n {\"audio_file\": \"c2.wav\", \"text\": \"%s\"}\n]"
                                                .formatted(ONE, TWO)),
                        ONE,
                        TWO),
                refused(
                        "JSON that is cut off",
                        files -> wavs(files, "c1.wav")
                                .text(
                                        "metadata.jsonl",
                                        "{\"file_name\": \"c1.wav\", \"text\": \"x y\"}\n{\"file_name\": \"c"),
                        "metadata.jsonl:2]",
                        "JSON object"),
                read(
                        "a table of another name, in .txt",
                        table("transcripts.txt", "", "c%d\t%s\n", "c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                                "a pointer of Git LFS",
                                files -> wavs(files, "a.wav")
                                        .text(
                                                "b.wav",
                                                "version https://git-lfs.github.com/spec/v1\noid sha256:4d\nsize 12345\n")
                                        .text("metadata.csv", "a|%s\nb|%s\n".formatted(ONE, TWO)),
                                ONE)
                        .rejected(Map.of("missing-audio", 1)),
                read(
                                "missing files",
                                table("metadata.csv", "x0|%s\nx9|%s\n".formatted(ONE, TWO), "c%d|%s\n", "wavs/c%d.wav"),
                                ONE,
                                TWO,
                                THREE)
                        .rejected(Map.of("missing-audio", 2)),
                read(
                                "short rows, blank lines and rows without a text",
                                table("metadata.csv", "c1\n\n\nc2|\n", "c%d|%s\n", "wavs/c%d.wav"),
                                ONE,
                                TWO,
                                THREE)
                        .rejected(Map.of("empty-text", 2)),
                read(
                        "a name in two rows",
                        table("metadata.csv", "", "c%d|%s\nc%1$d|%2$s bi\n", "wavs/c%d.wav"),
                        ONE,
                        ONE + " bi",
                        TWO,
                        TWO + " bi",
                        THREE,
                        THREE + " bi"),
                read(
                        "names that are composed here and decomposed there",
                        files -> wavs(files, "wavs/şêr1.wav", "wavs/s\u0327e\u0302r2.wav")
                                .text("metadata.csv", "s\u0327e\u0302r1|%s\nwavs/şêr2.wav|%s\n".formatted(ONE, TWO)),
                        ONE,
                        TWO),
                read(
                        "pairs whose names are composed here and decomposed there",
                        files -> wavs(files, "şêr1.wav", "s\u0327e\u0302r2.wav")
                                .text("s\u0327e\u0302r1.txt", ONE)
                                .text("şêr2.txt", TWO),
                        ONE,
                        TWO),
                read(
                        "a list of JSON of another name",
                        files -> wavs(files, "c1.wav", "c2.wav")
                                .text("config.json", "{\"a\": 1}")
                                .text(
                                        "data.json",
                                        "[{\"audio\": \"c1.wav\", \"transcript\": \"%s\"}, {\"audio\": \"c2.wav\", \"transcript\": \"%s\"}]"
                                                .formatted(ONE, TWO)),
                        ONE,
                        TWO),
                refused(
                        "lines of two encodings",
                        files -> wavs(files, "wavs/c1.wav", "wavs/c2.wav")
                                .bytes(
                                        "metadata.csv",
                                        Sounds.concatenated(
                                                ("c1|" + ONE + "\n").getBytes(StandardCharsets.UTF_8),
                                                ("c2|" + TWO + "\n").getBytes(Charset.forName("windows-1254")))),
                        "metadata.csv:2]",
                        "1 lines in UTF-8 and 1",
                        "save the whole file as UTF-8"),
                read(
                        "a table a split",
                        files -> wavs(files, "data/c1.wav", "data/c2.wav", "data/c3.wav")
                                .text(
                                        "train.csv",
                                        "audio,sentence\ndata/c1.wav,%s\ndata/c2.wav,%s\n".formatted(ONE, TWO))
                                .text("test.csv", "audio,sentence\ndata/c3.wav,%s\n".formatted(THREE)),
                        ONE,
                        TWO,
                        THREE),
                read(
                                "a table a split, one asked for",
                                files -> wavs(files, "data/c1.wav", "data/c2.wav", "data/c3.wav")
                                        .text(
                                                "train-00.csv",
                                                "audio,sentence\ndata/c1.wav,%s\ndata/c2.wav,%s\n".formatted(ONE, TWO))
                                        .text("test-00.csv", "audio,sentence\ndata/c3.wav,%s\n".formatted(THREE)),
                                ONE,
                                TWO)
                        .with(new SourceOptions(null, null, null, null, "train")),
                refused(
                        "tables of which nobody says how they belong together",
                        files -> wavs(files, "c1.wav")
                                .text("all.csv", "audio,sentence\nc1.wav,%s\n".formatted(ONE))
                                .text("good.csv", "audio,sentence\nc1.wav,%s\n".formatted(ONE)),
                        "all.csv",
                        "name one of them"),
                read(
                        "every cell in quotes, between bars",
                        table("metadata.csv", "", "\"c%d\"|\"%s\"\n", "wavs/c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "every cell in quotes, between tabs",
                        table("data.csv", "Audio\tTranscript\r\n", "\"c%d.wav\"\t\"%s\"\r\n", "c%d.wav"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "one sentence by several speakers, with a header",
                        files -> wavs(files, "c1.wav", "c2.wav")
                                .text(
                                        "metadata.csv",
                                        "audio_file|text|speaker_name\nc1.wav|%1$s|\nc2.wav|%1$s|\n".formatted(ONE)),
                        ONE,
                        ONE),
                read(
                                "a row that is there twice",
                                table("metadata.csv", "", "c%d|%s\nc%1$d|%2$s\n", "wavs/c%d.wav"),
                                ONE,
                                TWO,
                                THREE)
                        .rejected(Map.of("duplicate", 3)),
                read(
                        "a table that is named itself",
                        files -> {
                            table("d/metadata.csv", "", "c%d|%s\n", "d/wavs/c%d.wav")
                                    .make(files);
                        },
                        ONE,
                        TWO,
                        THREE),
                read("Common Voice of other.tsv alone", commonVoice("other"), ONE, TWO, THREE),
                read("Common Voice of invalidated.tsv alone, asked for", commonVoice("invalidated"), ONE, TWO, THREE)
                        .with(new SourceOptions(null, null, null, null, "invalidated")),
                refused(
                        "Common Voice of invalidated.tsv alone",
                        commonVoice("invalidated"),
                        "invalidated.tsv",
                        "--split invalidated"),
                read(
                        "Common Voice with other tables",
                        files -> {
                            commonVoice("validated").make(files);
                            files.text("invalidated.tsv", CV_17)
                                    .text("clip_durations.tsv", "clip\tduration[ms]\ncv_1.mp3\t2000\n")
                                    .text("reported.tsv", "sentence\tsentence_id\tlocale\treason\n")
                                    .text("validated_sentences.tsv", "sentence_id\tsentence\tsource\tis_used\n");
                        },
                        ONE,
                        TWO,
                        THREE),
                read(
                                "Common Voice of one column more",
                                files -> {
                                    commonVoice("validated").make(files);
                                    files.text(
                                            "validated.tsv",
                                            "up_votes\tdown_votes\tPATH\tsentence\n3\t0\tcv_1.mp3\t%s\n3\t1\tcv_2.mp3\t%s\n1\t0\tcv_3.mp3\t%s\n"
                                                    .formatted(ONE, TWO, THREE));
                                },
                                ONE)
                        .rejected(Map.of("too-many-downvotes", 1, "too-few-upvotes", 1)),
                read(
                        "Spontaneous Speech",
                        files -> {
                            StringBuilder rows = new StringBuilder(
                                    "client_id\taudio_id\taudio_file\tduration_ms\tprompt_id\tprompt\ttranscription\tvotes\tage\tgender\tlanguage\tsplit\n");
                            for (int i = 1; i <= 3; i++) {
                                files.bytes("audios/s-%d.mp3".formatted(i), Sounds.mp3(i));
                                rows.append("x\t%1$d\ts-%1$d.mp3\t4000\t7\tTu çi dixwî?\t%2$s\t2\t\t\tkmr\ttrain\n"
                                        .formatted(i, TEXTS.get(i - 1)));
                            }
                            files.text("ss-corpus-kmr.tsv", rows.toString());
                        },
                        ONE,
                        TWO,
                        THREE),
                read("Parquet of binary alone", parquet("a.parquet", "%s AS audio, '%3$s' AS text"), ONE, TWO, THREE),
                read(
                        "Parquet of decoded floats",
                        parquet(
                                "a.parquet",
                                "{'array': [(0.3 * sin(i * 0.2))::DOUBLE FOR i IN range(64000)], 'path': 'a%2$d', 'sampling_rate': 16000} AS audio, '%3$s' AS text"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "Parquet of lists of floats",
                        parquet(
                                "a.parquet",
                                "[(0.3 * sin(i * 0.2))::FLOAT FOR i IN range(64000)] AS audio, 16000 AS sampling_rate, '%3$s' AS text"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "Parquet of lists of 16-bit integers",
                        parquet(
                                "a.parquet",
                                "[(9000 * sin(i * 0.2))::SMALLINT FOR i IN range(64000)] AS audio, 16000 AS sampling_rate, '%3$s' AS text"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "Parquet of decoded 16-bit integers",
                        parquet(
                                "a.parquet",
                                "{'array': [(9000 * sin(i * 0.2))::SMALLINT FOR i IN range(64000)], 'sampling_rate': 16000} AS audio, '%3$s' AS text"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "Parquet of lists whose rate has another name",
                        parquet(
                                "a.parquet",
                                "[(0.3 * sin(i * 0.2))::FLOAT FOR i IN range(64000)] AS speech, 16000 AS sample_rate, '%3$s' AS text"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "Parquet of paths alone",
                        files -> {
                            wavs(files, "clips/a1.wav", "clips/a2.wav", "clips/a3.wav");
                            parquet("train.parquet", "'/old/place/clips/a%2$d.wav' AS path, '%3$s' AS sentence")
                                    .make(files);
                        },
                        ONE,
                        TWO,
                        THREE),
                read(
                        "Parquet with a struct of a path alone",
                        files -> {
                            wavs(files, "clips/a1.wav", "clips/a2.wav", "clips/a3.wav");
                            parquet("train.parquet", "{'path': 'a%2$d.wav'} AS audio, '%3$s' AS sentence")
                                    .make(files);
                        },
                        ONE,
                        TWO,
                        THREE),
                read(
                        "Parquet with an empty shard",
                        files -> {
                            parquet(
                                            "data/train-00001.parquet",
                                            "{'bytes': %s, 'path': 'a'} AS audio, '%3$s' AS sentence")
                                    .make(files);
                            files.parquet(
                                    "data/train-00000.parquet",
                                    "SELECT {'bytes': ''::BLOB, 'path': 'a'} AS audio, 'x' AS sentence WHERE false");
                        },
                        ONE,
                        TWO,
                        THREE),
                read(
                                "Parquet with rows of nulls",
                                files -> {
                                    parquet("a.parquet", "{'bytes': %s, 'path': 'a%2$d'} AS audio, '%3$s' AS sentence")
                                            .make(files);
                                    files.parquet(
                                            "b.parquet",
                                            "SELECT NULL::STRUCT(bytes BLOB, path VARCHAR) AS audio, NULL::VARCHAR AS sentence UNION ALL SELECT NULL, '%s' UNION ALL SELECT {'bytes': 'x'::BLOB, 'path': NULL}, NULL"
                                                    .formatted(ONE));
                                },
                                ONE,
                                TWO,
                                THREE)
                        .rejected(Map.of("empty-text", 2, "missing-audio", 1)),
                read(
                        "Parquet with upper case names",
                        parquet(
                                "a.parquet",
                                "{'bytes': %s, 'path': 'a%2$d'} AS Audio, '%3$s' AS Sentence, 3 AS Up_Votes"),
                        ONE,
                        TWO,
                        THREE),
                read(
                        "Parquet with two texts",
                        parquet(
                                "a.parquet",
                                "{'bytes': %s, 'path': 'a%2$d'} AS audio, 'No. ' || '%3$s' AS raw_transcription, '%3$s' AS transcription"),
                        ONE,
                        TWO,
                        THREE),
                refused(
                        "Parquet of samples without their rate",
                        parquet(
                                "a.parquet",
                                "[(0.3 * sin(i * 0.2))::FLOAT FOR i IN range(64000)] AS speech, '%3$s' AS text"),
                        "[speech]",
                        "sampling_rate",
                        "found none"),
                refused(
                        "Parquet of decoded samples without their rate",
                        parquet(
                                "a.parquet",
                                "{'array': [(0.3 * sin(i * 0.2))::FLOAT FOR i IN range(64000)]} AS audio, '%3$s' AS text"),
                        "[audio]",
                        "sampling_rate"),
                refused(
                        "Parquet of no byte",
                        files -> files.bytes("data/train.parquet", new byte[0]),
                        "data/train.parquet]",
                        "an empty file"),
                refused(
                        "Parquet that is cut off",
                        files -> {
                            parquet("a.parquet", "%s AS audio, '%3$s' AS text").make(files);
                            files.bytes("b.parquet", new byte[] {'P', 'A', 'R', '1', 0, 0, 0, 0, 0, 0, 0, 0, 0});
                        },
                        "no Parquet that can be read",
                        "b.parquet",
                        "download it again"),
                refused(
                        "a pointer of Git LFS in place of Parquet",
                        files -> files.text("a.parquet", POINTER),
                        "a.parquet]",
                        "git lfs pull"),
                refused(
                        "a pointer of Git LFS in place of a table",
                        files -> wavs(files, "c1.wav").text("metadata.csv", POINTER),
                        "metadata.csv]",
                        "git lfs pull"),
                refused(
                        "an archive that was not unpacked",
                        files -> files.bytes("cv-corpus-17.0-kmr.tar.gz", new byte[] {31, (byte) 139, 8, 0}),
                        "cv-corpus-17.0-kmr.tar.gz",
                        "unpack"),
                refused(
                        "a spreadsheet",
                        files -> wavs(files, "wavs/c1.wav").bytes("metadata.xlsx", new byte[] {'P', 'K', 3, 4}),
                        "metadata.xlsx is a spreadsheet",
                        "save it as CSV"),
                refused(
                        "Kaldi's lists",
                        files -> wavs(files, "wav/c1.wav")
                                .text("wav.scp", "c1 wav/c1.wav\n")
                                .text("text", "c1 " + ONE + "\n"),
                        "wav.scp is of Kaldi",
                        "metadata.csv"),
                refused(
                        "LibriSpeech",
                        files -> wavs(files, "19/198/19-198-0000.wav")
                                .text("19/198/19-198.trans.txt", "19-198-0000 " + ONE + "\n"),
                        "19-198.trans.txt is of LibriSpeech",
                        "metadata.csv"),
                refused(
                        "texts with times",
                        files -> wavs(files, "c1.wav").text("c1.TextGrid", "File type = \"ooTextFile\"\n"),
                        "c1.TextGrid has texts with times",
                        "cut the recording"),
                refused(
                        "a zip that was not unpacked",
                        files -> files.bytes("data.zip", new byte[] {'P', 'K', 3, 4})
                                .text("README.md", "x"),
                        "data.zip",
                        "unpack"),
                refused("sounds without texts", files -> wavs(files, "a.wav", "b.wav"), "a.wav", "pairs"),
                refused("an empty folder", files -> files.text(".keep", ""), "an empty folder"),
                refused(
                        "a table of names alone",
                        files -> wavs(files, "a.wav", "b.wav").text("metadata.csv", "a|zana\nb|zana\n"),
                        "--text_column",
                        "[a, zana]"),
                refused(
                        "Arrow of datasets' save_to_disk",
                        files -> files.bytes("data-00000-of-00001.arrow", new byte[] {1})
                                .text("dataset_info.json", "{}")
                                .text("state.json", "{}"),
                        "arrow",
                        "to_parquet"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"cases", "siblings"})
    void aShapeOfDataIsReadRightOrRefusedWithWords(Case of) throws IOException {
        // Given
        of.maker.make(new SourceFiles(folder));
        SourceOptions options = of.options.apply(SourceOptions.NONE);
        PrepareDataset request = new PrepareDataset(
                "d",
                folder.toUri(),
                null,
                "voice",
                null,
                null,
                null,
                null,
                null,
                1,
                null,
                null,
                new TableColumns(options.audioColumn(), options.textColumn(), options.speakerColumn()),
                options.split(),
                null,
                null,
                null);

        // When, Then
        if (!of.refused.isEmpty()) {
            assertThatThrownBy(() -> Layouts.open(request.source(), SourceOptions.of(request)))
                    .isInstanceOf(UnusableSourceException.class)
                    .hasMessageContainingAll(of.refused.toArray(String[]::new));
            return;
        }
        try (RecordingSource source = Layouts.open(request.source(), SourceOptions.of(request));
                Preparation prepared =
                        Preparation.of(request, source, VOICE, 64 << 20, folder.resolve(".spool"), filtered -> {})) {
            List<String> kept = new ArrayList<>();
            IntStream.range(0, prepared.utteranceCount()).forEach(i -> kept.add(prepared.text(i)));
            assertThat(kept)
                    .as("%s %s", source.description(), prepared.rejections())
                    .containsExactlyInAnyOrderElementsOf(of.kept);
            assertThat(new TreeMap<>(prepared.rejectedByReason())).isEqualTo(new TreeMap<>(of.rejected));
            assertThat(prepared.statistics().clips()
                            + prepared.rejectedByReason().values().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum())
                    .isEqualTo(source.total());
        }
    }
}
