package org.dengbej.prep.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every row of a source is a recording, whatever is wrong with it: what is kept and what is rejected add up to the source. */
class RowCountTest {

    private static final int SOURCES = 40;

    private enum Kind {
        COMMON_VOICE {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                files.text("clips/.keep", "");
                rows.stream().filter(Row::sound).forEach(row -> files.sounds("clips/" + row.name + ".mp3"));
                files.text(
                        "validated.tsv",
                        rows.stream()
                                .map(row -> "%s.mp3\t%s".formatted(row.name, row.text))
                                .collect(Collectors.joining("\n", "path\tsentence\n", "\n")));
            }
        },
        BARS {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                rows.stream().filter(Row::sound).forEach(row -> files.sounds("wavs/" + row.name + ".wav"));
                files.text(
                        "metadata.csv",
                        rows.stream().map(row -> row.name + "|" + row.text).collect(Collectors.joining("\n")));
            }
        },
        COMMAS {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                rows.stream().filter(Row::sound).forEach(row -> files.sounds(row.name + ".wav"));
                files.text(
                        "metadata.csv",
                        rows.stream()
                                .map(row -> "%s.wav,\"%s\"".formatted(row.name, row.text))
                                .collect(Collectors.joining("\n", "file_name,text\n", "\n")));
            }
        },
        JSON_LINES {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                rows.stream().filter(Row::sound).forEach(row -> files.sounds("train/" + row.name + ".wav"));
                files.text(
                        "train/metadata.jsonl",
                        rows.stream()
                                .map(row ->
                                        "{\"file_name\": \"%s.wav\", \"text\": \"%s\"}".formatted(row.name, row.text))
                                .collect(Collectors.joining("\n")));
            }
        },
        PARQUET {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                files.parquet(
                        "a.parquet",
                        rows.stream()
                                .map(row -> "SELECT {'bytes': %s, 'path': '%s'} AS audio, '%s' AS sentence"
                                        .formatted(row.sound ? "'x'::BLOB" : "NULL::BLOB", row.name, row.text))
                                .collect(Collectors.joining(" UNION ALL ")));
            }
        },
        PAIRS {
            @Override
            void write(SourceFiles files, List<Row> rows) {
                for (Row row : rows) {
                    if (row.sound) {
                        files.sounds(row.name + ".wav");
                    }
                    if (!row.sound || !row.text.isEmpty()) {
                        files.text(row.name + ".txt", row.text);
                    }
                }
            }
        };

        abstract void write(SourceFiles files, List<Row> rows);
    }

    private record Row(String name, String text, boolean sound) {}

    /** The first row is a good one, so that there is something to recognise. */
    private static List<Row> rows(Random random) {
        return IntStream.range(0, 1 + random.nextInt(30))
                .mapToObj(i -> new Row(
                        "clip-" + i,
                        i > 0 && random.nextInt(5) == 0 ? "" : "silav hevalê " + random.nextInt(4),
                        i == 0 || random.nextInt(4) > 0))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void everyRowIsARecording(Kind kind) throws IOException {
        for (int seed = 0; seed < SOURCES; seed++) {
            Path folder = Files.createTempDirectory("rows");
            List<Row> rows = rows(new Random(seed));
            kind.write(new SourceFiles(folder), rows);
            List<Recording> recordings = new SourceFiles(folder).recordings(SourceOptions.NONE);
            assertThat(recordings).as("seed %d", seed).hasSameSizeAs(rows);
            assertThat(recordings).as("seed %d", seed).extracting(Recording::id).doesNotHaveDuplicates();
            PathUtils.delete(folder);
        }
    }
}
