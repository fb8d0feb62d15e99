package org.dengbej.prep.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.io.file.PathUtils;
import org.dengbej.events.Filters;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.SpeakerSelection;
import org.dengbej.prep.filter.VoiceFormat;
import org.dengbej.prep.source.Layouts;
import org.dengbej.prep.source.RecordingSource;
import org.dengbej.prep.source.SourceFiles;
import org.dengbej.prep.source.SourceOptions;
import org.dengbej.speech.text.Tokenizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The sums close: of a source of any layout, whatever is wrong with its rows, the rows are what is kept, what is rejected by reason and
 * what was not needed; and each rejection stands in {@code rejected.csv}, at a row that says so.
 */
class SumsTest {

    private static final int SOURCES = 6;
    private static final VoiceFormat VOICE =
            new VoiceFormat(Tokenizer.forAlphabet("abcçdeêfghiîjklmnopqrsştuûvwxyz'-"), 16_000, 256);

    /** The layouts, each with how it writes rows; a row that a layout has no form of is written as well as it can be. */
    private enum Layout {
        COMMON_VOICE {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                sounds(files, rows, "clips/%s.mp3");
                files.text("clips/.keep", "").text("validated.tsv", commonVoice(rows));
            }
        },
        COMMON_VOICE_SPLITS {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                sounds(files, rows, "clips/%s.mp3");
                int half = (rows.size() + 1) / 2;
                files.text("clips/.keep", "")
                        .text("train.tsv", commonVoice(rows.subList(0, half)))
                        .text("dev.tsv", commonVoice(rows.subList(half, rows.size())));
            }
        },
        SPONTANEOUS_SPEECH {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                sounds(files, rows, "audios/%s.mp3");
                files.text("audios/.keep", "")
                        .text(
                                "ss-corpus-kmr.tsv",
                                lines(
                                        rows,
                                        "client_id\taudio_file\tprompt\ttranscription\n",
                                        row -> "%s\t%s.mp3\tTu çi dixwî?\t%s"
                                                .formatted(row.speaker, row.name, row.text)));
            }
        },
        LJ_SPEECH {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                sounds(files, rows, "wavs/%s.mp3");
                files.text(
                        "metadata.csv", lines(rows, "", row -> row.cut ? row.name : row.name + "|" + row.text + "|"));
            }
        },
        COQUI {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                sounds(files, rows, "wavs/%s.mp3");
                files.text(
                        "metadata.csv",
                        lines(
                                rows,
                                "audio_file|text|speaker_name\n",
                                row -> row.cut
                                        ? row.name
                                        : "wavs/%s.mp3|%s|%s".formatted(row.name, row.text, row.speaker)));
            }
        },
        VITS_FILE_LISTS {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                sounds(files, rows, "wavs/%s.mp3");
                files.text(
                        "filelists/train.txt", lines(rows, "", row -> "DUMMY/%s.mp3|%s".formatted(row.name, row.text)));
            }
        },
        AUDIO_FOLDER {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                sounds(files, rows, "train/%s.mp3");
                files.text(
                        "train/metadata.csv",
                        lines(
                                rows,
                                "file_name,text,speaker_id\n",
                                row -> row.cut
                                        ? row.name + ".mp3"
                                        : "%s.mp3,\"%s\n\",%s".formatted(row.name, row.text, row.speaker)));
            }
        },
        JSON_LINES {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                sounds(files, rows, "%s.mp3");
                files.text(
                        "metadata.jsonl",
                        lines(
                                rows,
                                "",
                                row -> row.cut
                                        ? "{\"file_name\": \"%s.mp3\"}".formatted(row.name)
                                        : "{\"file_name\": \"%s.mp3\", \"text\": \"%s\"}"
                                                .formatted(row.name, row.text)));
            }
        },
        PARQUET {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                for (int from = 0; from < rows.size(); from += 7) {
                    files.parquet(
                            "data/train-%05d.parquet".formatted(from),
                            rows.subList(from, Math.min(rows.size(), from + 7)).stream()
                                    .map(row ->
                                            "SELECT {'bytes': %s, 'path': '%s'} AS audio, %s AS sentence, '%s' AS speaker"
                                                    .formatted(
                                                            row.sound == Sound.GOOD
                                                                    ? Sounds.blob(row.number)
                                                                    : row.sound == Sound.MISSING
                                                                            ? "NULL::BLOB"
                                                                            : "'x'::BLOB",
                                                            row.name,
                                                            row.cut ? "NULL::VARCHAR" : "'%s'".formatted(row.text),
                                                            row.speaker))
                                    .collect(Collectors.joining(" UNION ALL ")));
                }
            }
        },
        PAIRS {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                sounds(files, rows, "spk/%s.mp3");
                for (Row row : rows) {
                    if (row.sound == Sound.MISSING || !row.cut) {
                        files.text("spk/%s.txt".formatted(row.name), row.text);
                    }
                }
            }

            @Override
            boolean repeatsNames() {
                return false;
            }
        },
        VCTK {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                for (Row row : rows) {
                    sound(files, row, "wav48/%s/%s.mp3".formatted(row.speaker, row.name));
                    if (row.sound == Sound.MISSING || !row.cut) {
                        files.text("txt/%s/%s.txt".formatted(row.speaker, row.name), row.text);
                    }
                }
            }

            @Override
            boolean repeatsNames() {
                return false;
            }
        },
        LIBRI_TTS {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                for (Row row : rows) {
                    sound(files, row, "train-clean-100/%s/1/%s.mp3".formatted(row.speaker, row.name));
                    if (row.sound == Sound.MISSING || !row.cut) {
                        files.text("train-clean-100/%s/1/%s.normalized.txt".formatted(row.speaker, row.name), row.text);
                    }
                }
            }

            @Override
            boolean repeatsNames() {
                return false;
            }
        },
        ANY_TABLE {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                sounds(files, rows, "x/%s.mp3");
                files.text(
                        "list.tsv",
                        lines(rows, "recording\ttext\n", row -> "x/%s.mp3\t%s".formatted(row.name, row.text)));
            }
        };

        abstract void write(SourceFiles files, List<Row> rows);

        boolean repeatsNames() {
            return true;
        }

        private static void sounds(SourceFiles files, List<Row> rows, String name) {
            rows.forEach(row -> sound(files, row, name.formatted(row.name)));
        }

        private static void sound(SourceFiles files, Row row, String name) {
            if (row.sound == Sound.GOOD) {
                files.bytes(name, Sounds.mp3(row.number));
            } else if (row.sound == Sound.BROKEN) {
                files.text(name, "no sound");
            }
        }

        private interface Line {
            String of(Row row);
        }

        private static String lines(List<Row> rows, String head, Line line) {
            return rows.stream()
                    .map(row -> line.of(row) + (row.blankAfter ? "\n\n" : "\n"))
                    .collect(Collectors.joining("", head, ""));
        }

        private static String commonVoice(List<Row> rows) {
            return lines(
                    rows,
                    "client_id\tpath\tsentence\tup_votes\tdown_votes\tgender\n",
                    row -> row.cut
                            ? row.speaker + "\t" + row.name + ".mp3"
                            : "%s\t%s.mp3\t%s\t%s\t0\t%s"
                                    .formatted(
                                            row.speaker,
                                            row.name,
                                            row.text,
                                            row.votes,
                                            row.number % 2 == 0 ? "female_feminine" : "male"));
        }
    }

    private enum Sound {
        GOOD,
        BROKEN,
        MISSING
    }

    /** {@code cut}: the rest of the row is missing; {@code blankAfter}: a blank line follows. */
    private record Row(
            int number,
            String name,
            String text,
            Sound sound,
            String speaker,
            String votes,
            boolean cut,
            boolean blankAfter) {}

    private static final List<String> TEXTS =
            List.of("silav hevalê min %s", "ez diçim malê %s", "", "ł ú %s", "?!", "123 pirtûk %s", "zarok dilîzin %s");

    private static List<Row> rows(Random random, Layout layout) {
        int size = 4 + random.nextInt(24);
        return IntStream.range(0, size)
                .mapToObj(i -> {
                    // The first rows are good ones, so that there is something to recognise.
                    boolean good = i < 4;
                    String text = TEXTS.get(good ? i % 2 : random.nextInt(TEXTS.size()))
                            .formatted("abcdefghij".charAt(i % 10));
                    boolean repeated = !good && layout.repeatsNames() && random.nextInt(8) == 0;
                    return new Row(
                            i,
                            "clip-%d".formatted(repeated ? random.nextInt(i) : i),
                            text,
                            good || random.nextInt(4) > 0
                                    ? Sound.GOOD
                                    : random.nextBoolean() ? Sound.BROKEN : Sound.MISSING,
                            "speaker" + random.nextInt(3),
                            List.of("3", "2", "1", "", "many").get(good ? 0 : random.nextInt(5)),
                            !good && random.nextInt(10) == 0,
                            random.nextInt(6) == 0);
                })
                .toList();
    }

    private static PrepareDataset request(Path folder, Random random) {
        List<SpeakerSelection> selections = new ArrayList<>(List.of(
                SpeakerSelection.DEFAULT,
                SpeakerSelection.EVERYBODY,
                new SpeakerSelection("speaker1", null, null),
                new SpeakerSelection("most", "female", null),
                new SpeakerSelection("all", null, 0.002)));
        return new PrepareDataset(
                "d",
                folder.toUri(),
                null,
                "voice",
                null,
                new Filters(null, null, random.nextDouble() * 2, null, null, random.nextBoolean()),
                null,
                300 + random.nextInt(200),
                random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 0,
                1,
                null,
                null,
                null,
                null,
                null,
                selections.get(random.nextInt(selections.size())),
                null);
    }

    @ParameterizedTest
    @EnumSource
    void theRowsOfASourceAreKeptRejectedOrNotNeeded(Layout layout) throws IOException {
        for (int seed = 0; seed < SOURCES; seed++) {
            Path folder = Files.createTempDirectory("sums-" + layout.name().toLowerCase(Locale.ROOT));
            Random random = new Random(seed);
            List<Row> rows = rows(random, layout);
            layout.write(new SourceFiles(folder.resolve("source")), rows);
            sumsClose(layout, request(folder.resolve("source"), random), rows, folder, seed);
            PathUtils.delete(folder);
        }
    }

    private void sumsClose(Layout layout, PrepareDataset request, List<Row> rows, Path folder, int seed)
            throws IOException {
        try (RecordingSource source = Layouts.open(request.source(), SourceOptions.of(request));
                Preparation prepared =
                        Preparation.of(request, source, VOICE, 64 << 20, folder.resolve("spool"), filtered -> {})) {
            // The sums
            int rejected = prepared.rejectedByReason().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            assertThat(prepared.statistics().clips() + rejected + prepared.unused())
                    .as(
                            "%s, seed %d: %d kept, rejected %s, %d unused",
                            layout, seed, prepared.statistics().clips(), prepared.rejectedByReason(), prepared.unused())
                    .isEqualTo(rows.size());

            // The list
            prepared.writeReport(Files.createDirectories(folder.resolve("report")), source.description());
            try (Reader csv = Files.newBufferedReader(folder.resolve("report/rejected.csv"))) {
                List<CSVRecord> listed = CSVFormat.RFC4180
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get()
                        .parse(csv)
                        .getRecords();
                assertThat(listed).hasSize(rejected);
                for (CSVRecord row : listed) {
                    itsPlaceSaysSo(folder.resolve("source"), row);
                }
            }
        }
    }

    /** The file is there, and the row of a table names the recording that has this text. */
    private static void itsPlaceSaysSo(Path source, CSVRecord rejection) throws IOException {
        Path file = source.resolve(rejection.get("file"));
        assertThat(file).exists();
        if (rejection.get("row").isEmpty() || file.toString().endsWith(".parquet")) {
            return;
        }
        String line = Files.readAllLines(file).get(Integer.parseInt(rejection.get("row")) - 1);
        String text = rejection.get("text").strip();
        assertThat(line).contains("clip-").contains(text);
    }
}
