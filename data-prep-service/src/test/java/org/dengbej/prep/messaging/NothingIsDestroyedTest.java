package org.dengbej.prep.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.dengbej.events.DatasetFailed;
import org.dengbej.events.DatasetPrepared;
import org.dengbej.events.Filters;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.Topics;
import org.dengbej.files.Checksums;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.WavFile;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.SyntheticSpeech;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user's folders before and after a preparation whose export folder was mistyped. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class NothingIsDestroyedTest {

    private static final List<String> TEXTS = List.of(
            "silav hevalê min tu çawa yî",
            "ez îro diçim bazarê bi bavê xwe re",
            "???",
            "zarok di baxçe de dilîzin û dikenin");

    @TempDir
    Path folder;

    private TopicProbe probe;

    /** An LJSpeech folder of one's own, one row of which is rejected, and the same recordings in the other layouts. */
    @BeforeEach
    void aUsersFolders() throws IOException {
        folder = folder.toRealPath();
        probe = new TopicProbe(KafkaTestResource.bootstrapServers(), Topics.DATASETS);
        VoiceFolder.write(folder.resolve("voice"));
        StringBuilder table = new StringBuilder();
        StringBuilder commonVoice = new StringBuilder("path\tsentence\n");
        for (int i = 0; i < TEXTS.size(); i++) {
            String name = "utterance_%06d".formatted(i);
            table.append("%s|%s|%s%n".formatted(name, TEXTS.get(i), TEXTS.get(i)));
            commonVoice.append("%s.wav\t%s%n".formatted(name, TEXTS.get(i)));
            wav("lj/wavs/" + name + ".wav", i);
            wav("pairs/" + name + ".wav", i);
            wav("cv/clips/" + name + ".wav", i);
            Files.writeString(folder.resolve("pairs/" + name + ".txt"), TEXTS.get(i));
        }
        Files.writeString(folder.resolve("lj/metadata.csv"), table);
        Files.writeString(folder.resolve("cv/validated.tsv"), commonVoice);
        Files.createDirectory(folder.resolve("parquet"));
        Files.copy(Path.of("src/test/resources/kurmanji.parquet"), folder.resolve("parquet/metadata.csv.parquet"));
        // Where a link leads to what is read, and where recordings lie elsewhere
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("lj"));
        Files.createDirectory(folder.resolve("linked"));
        Files.copy(folder.resolve("lj/metadata.csv"), folder.resolve("linked/metadata.csv"));
        Files.createSymbolicLink(folder.resolve("linked/wavs"), folder.resolve("lj/wavs"));
        Files.createDirectory(folder.resolve("hub"));
        Files.createSymbolicLink(folder.resolve("hub/train.parquet"), folder.resolve("parquet/metadata.csv.parquet"));
        // What is somebody's and nobody reads
        Files.createDirectories(folder.resolve("other/wavs"));
        Files.writeString(folder.resolve("other/metadata.csv"), "mine");
        Files.writeString(folder.resolve("other/notes.txt"), "mine");
        Files.writeString(folder.resolve("file"), "mine");
        Files.createSymbolicLink(folder.resolve("nowhere"), folder.resolve("gone"));
    }

    private void wav(String name, int number) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        WavFile.write(file, new Audio(SyntheticSpeech.samples(2.5, 16_000, number), 16_000));
    }

    @AfterEach
    void close() {
        probe.close();
    }

    /** Every file with its contents, and every link with its target. */
    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                String content = Files.isSymbolicLink(file)
                        ? "link to " + Files.readSymbolicLink(file)
                        : Files.isDirectory(file) ? "folder" : Checksums.sha256(file);
                contents.put(folder.relativize(file).toString(), content);
            }
        }
        return contents;
    }

    private PrepareDataset request(String layout, String source, String exportTo, boolean overwrite) {
        return request(layout, source, exportTo, overwrite, "voice", null);
    }

    private PrepareDataset request(
            String layout, String source, String exportTo, boolean overwrite, String voice, Filters filters) {
        return new PrepareDataset(
                "kept-" + UUID.randomUUID(),
                URI.create("file://" + folder + "/" + source),
                layout,
                folder.resolve(voice).toString(),
                null,
                filters,
                null,
                null,
                null,
                1,
                URI.create("file://" + folder + "/" + exportTo),
                overwrite,
                null,
                null,
                null,
                null,
                null);
    }

    private String failure(PrepareDataset request) {
        probe.send(CloudEvents.toRecord(request, "/test"));
        return probe.await(DatasetFailed.class, request.dataset()).reason();
    }

    private DatasetPrepared prepared(PrepareDataset request) {
        probe.send(CloudEvents.toRecord(request, "/test"));
        return probe.await(DatasetPrepared.class, request.dataset());
    }

    @ParameterizedTest(name = "{1} to {2}")
    @CsvSource({
        "ljspeech, lj, lj",
        "ljspeech, lj, lj/",
        "ljspeech, lj, other/../lj",
        "ljspeech, lj/../lj, lj",
        "ljspeech, lj, lj/wavs",
        "ljspeech, lj, lj/wavs/deep/out",
        "ljspeech, lj, lj/out",
        "ljspeech, lj, .",
        "ljspeech, lj, ..",
        "ljspeech, lj, link",
        "ljspeech, lj, link/out",
        "ljspeech, link, lj",
        "ljspeech, link, link",
        "ljspeech, linked, lj",
        "ljspeech, linked, lj/wavs",
        "ljspeech, linked, linked/wavs",
        "pairs, pairs, pairs",
        "pairs, pairs, pairs/out",
        "common-voice, cv, cv",
        "common-voice, cv, cv/clips",
        "common-voice, cv, .",
        "parquet, parquet, parquet",
        "parquet, parquet, parquet/out",
        "parquet, parquet/metadata.csv.parquet, parquet",
        "parquet, parquet/metadata.csv.parquet, parquet/metadata.csv.parquet",
        "parquet, hub, parquet",
        "ljspeech, lj, voice",
        "ljspeech, lj, voice/out"
    })
    void anExportIntoWhatIsReadIsRefusedEvenToOverwrite(String layout, String source, String exportTo)
            throws IOException {
        Map<String, String> before = contents();
        for (boolean overwrite : new boolean[] {false, true}) {
            assertThat(failure(request(layout, source, exportTo, overwrite)))
                    .contains("exportTo: [")
                    .containsAnyOf(
                            "must lie apart from what is read", "no folder can be made", "root of a file system");
            assertThat(contents()).isEqualTo(before);
        }
    }

    @ParameterizedTest(name = "{0}, overwrite={1}")
    @CsvSource({
        "other, false, found 3 files",
        "file, false, found a file",
        "file, true, found a file",
        "file/out, true, no folder can be made",
        "nowhere, true, found a link to"
    })
    void aPlaceOfSomebodyElsesIsRefusedWithWhatWasFound(String exportTo, boolean overwrite, String found)
            throws IOException {
        Map<String, String> before = contents();
        assertThat(failure(request("ljspeech", "lj", exportTo, overwrite))).contains(found);
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void anExportFolderThatLinksToWhatIsReadIsRefused() throws IOException {
        // Given
        Files.createDirectory(folder.resolve("out"));
        Files.createSymbolicLink(folder.resolve("out/wavs"), folder.resolve("lj/wavs"));
        Map<String, String> before = contents();

        // Then
        for (boolean overwrite : new boolean[] {false, true}) {
            assertThat(failure(request("ljspeech", "lj", "out", overwrite))).contains("wavs");
            assertThat(contents()).isEqualTo(before);
        }
    }

    @Test
    void aPreparationThatFailsLeavesAnEarlierExport() throws IOException {
        // Given
        assertThat(prepared(request("ljspeech", "lj", "out", false))
                        .statistics()
                        .clips())
                .isEqualTo(3);
        Map<String, String> before = contents();
        assertThat(before).containsKeys("out/metadata.csv", "out/wavs/utterance_000002.wav");

        // Then, whatever fails it
        Filters strict = new Filters(null, null, 19.0, null, null);
        assertThat(failure(request("ljspeech", "lj", "out", true, "voice", strict)))
                .contains("no utterance is left");
        assertThat(failure(request("ljspeech", "lj", "out", true, "novoice", null)))
                .contains("novoice");
        assertThat(failure(request("tape", "lj", "out", true))).contains("tape");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void anExportApartLeavesWhatIsRead() throws IOException {
        // Given
        Map<String, String> before = contents();

        // When
        prepared(request("ljspeech", "lj", "out", false));
        prepared(request("ljspeech", "link", "out", false));
        prepared(request("pairs", "pairs", "out", false));
        prepared(request("parquet", "parquet/metadata.csv.parquet", "parquet/out", false));

        // Then
        assertThat(contents()).containsAllEntriesOf(before);
        assertThat(Files.readAllLines(folder.resolve("out/metadata.csv"))).hasSize(3);
        assertThat(Checksums.damage(folder.resolve("out"))).isEmpty();
    }

    @Test
    void overwritingReplacesNamesakesAlone() throws IOException {
        // Given
        Map<String, String> expected = contents();
        expected.remove("other/metadata.csv");

        // When
        prepared(request("ljspeech", "lj", "other", true));

        // Then
        assertThat(contents()).containsAllEntriesOf(expected);
        assertThat(Files.readAllLines(folder.resolve("other/metadata.csv"))).hasSize(3);
        assertThat(contents().keySet()).noneMatch(name -> name.contains(".partial-"));
    }
}
