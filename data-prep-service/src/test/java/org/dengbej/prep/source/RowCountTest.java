package org.dengbej.prep.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.io.file.PathUtils;
import org.dengbej.events.ShardRange;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @EnumSource
    void itsShardsAreTheRowsInTheirOrder(Kind kind) throws IOException {
        for (int seed = 0; seed < SOURCES; seed++) {
            Path folder = Files.createTempDirectory("shards");
            kind.write(new SourceFiles(folder), rows(new Random(seed)));
            try (RecordingSource source = Layouts.open(folder.toUri(), SourceOptions.NONE);
                    RecordingSource again = Layouts.open(folder.toUri(), SourceOptions.NONE)) {
                List<String> whole = described(source.recordings());
                for (int max : new int[] {1, 7, 1000}) {
                    List<String> sharded = new ArrayList<>();
                    for (ShardRange shard : source.shards(max)) {
                        assertThat(shard.count()).isBetween(1, max);
                        assertThat(shard.first()).isEqualTo(sharded.size());
                        sharded.addAll(described(again.recordings(shard)));
                    }
                    assertThat(sharded).as("seed %d", seed).isEqualTo(whole);
                }
                assertThat(again.digest()).isEqualTo(source.digest());
            }
            PathUtils.delete(folder);
        }
    }

    private static List<String> described(Iterator<Recording> recordings) {
        List<String> described = new ArrayList<>();
        recordings.forEachRemaining(recording -> described.add("%s %s".formatted(recording.id(), recording.text())));
        return described;
    }

    @Test
    void theShardsOfParquetLieInOneFileEachWhateverColumnsTheOthersHave() throws IOException {
        // Given three files of other columns
        Path folder = Files.createTempDirectory("shards");
        SourceFiles files = new SourceFiles(folder);
        files.parquet("a.parquet", parquet(0, 5, ", 'x' AS accent"));
        files.parquet("b.parquet", parquet(5, 1, ""));
        files.parquet("c.parquet", parquet(6, 7, ", 3 AS up_votes"));

        // When
        try (RecordingSource source = Layouts.open(folder.toUri(), SourceOptions.NONE)) {
            List<ShardRange> shards = source.shards(4);
            List<Recording> read = new ArrayList<>();
            shards.forEach(shard -> source.recordings(shard).forEachRemaining(read::add));

            // Then
            assertThat(shards)
                    .containsExactly(
                            new ShardRange(0, 2),
                            new ShardRange(2, 3),
                            new ShardRange(5, 1),
                            new ShardRange(6, 3),
                            new ShardRange(9, 4));
            List<Recording> whole = new ArrayList<>();
            source.recordings().forEachRemaining(whole::add);
            assertThat(read)
                    .extracting(Recording::id)
                    .isEqualTo(whole.stream().map(Recording::id).toList());
            assertThat(read)
                    .extracting(Recording::text)
                    .isEqualTo(whole.stream().map(Recording::text).toList());
            assertThat(read)
                    .extracting(Recording::upVotes)
                    .isEqualTo(whole.stream().map(Recording::upVotes).toList());
        }
        PathUtils.delete(folder);
    }

    /** Names are not distinct: a row's number tells it from the others. */
    private static String parquet(int first, int rows, String more) {
        return IntStream.range(first, first + rows)
                .mapToObj(i -> "SELECT {'bytes': 'x'::BLOB, 'path': 'audio.wav'} AS audio, 'silav %d' AS sentence%s"
                        .formatted(i, more))
                .collect(Collectors.joining(" UNION ALL "));
    }

    private static Recording recording(String id, String text) {
        return new Recording(id, text, null, null, null, null, maxBytes -> new byte[0]);
    }

    @Test
    void anotherTextIsAnotherListingAndNamesThatRecurAreKnown() {
        List<Recording> rows = List.of(recording("a", "silav"), recording("b", "silav"), recording("a", "spas"));
        ListingDigest digest = new ListedSource(List.of(), rows, "test").digest();
        assertThat(digest.namesBefore(0)).isEmpty();
        assertThat(digest.namesBefore(2)).containsExactly("a");
        assertThat(new ListedSource(List.of(), rows.subList(0, 2), "test")
                        .digest()
                        .fingerprint())
                .isNotEqualTo(digest.fingerprint());
    }
}
