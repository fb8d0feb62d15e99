package org.dengbej.prep.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutsTest {

    @TempDir
    Path folder;

    private static List<Recording> all(String layout, Path path) {
        try (RecordingSource source = Layouts.open(layout, path.toUri())) {
            List<Recording> recordings = new ArrayList<>();
            source.recordings().forEachRemaining(recordings::add);
            assertThat(recordings).hasSize(source.total());
            return recordings;
        }
    }

    private Path file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    @Test
    void commonVoiceHasATableAndClips() throws IOException {
        List<Recording> recordings = all("common-voice", Path.of("../deploy/sample-data"));
        assertThat(recordings).hasSize(100);
        Recording first = recordings.get(0);
        assertThat(first.text()).isEqualTo("Silav, tu çawa yî?");
        assertThat(first.upVotes()).isEqualTo(2);
        assertThat(first.speaker()).isEqualTo("speaker-a");
        assertThat(first.sound().read(1_000_000)).hasSizeGreaterThan(1000);
    }

    @Test
    void ljSpeechHasTwoOrThreeColumns() throws IOException {
        file("wavs/a.wav", "A");
        file("wavs/b.wav", "B");
        file("metadata.csv", "wavs/a.wav|Text one\nb|Dr. B|Doctor B\n");
        List<Recording> recordings = all("ljspeech", folder);
        assertThat(recordings).extracting(Recording::text).containsExactly("Text one", "Doctor B");
        assertThat(recordings.get(0).sound().read(10)).asString().isEqualTo("A");
        assertThat(recordings.get(1).sound().read(10)).asString().isEqualTo("B");
    }

    @Test
    void aPairIsSoundAndTextOfOneName() throws IOException {
        file("x.wav", "X");
        file("x.txt", "Silav\n");
        file("lonely.wav", "L");
        List<Recording> recordings = all("pairs", folder);
        assertThat(recordings).extracting(Recording::id).containsExactly("lonely", "x");
        assertThat(recordings).extracting(Recording::text).containsExactly("", "Silav");
    }

    @Test
    void parquetHoldsItsSounds() throws IOException {
        List<Recording> recordings = all("parquet", Path.of("src/test/resources/kurmanji.parquet"));
        assertThat(recordings)
                .extracting(Recording::id)
                .containsExactly("kmr_0001.mp3", "kmr_0002.mp3", "kmr_0003.mp3");
        assertThat(recordings).extracting(Recording::upVotes).containsExactly(2, 3, 1);
        assertThat(recordings).extracting(Recording::gender).containsExactly("male_masculine", "female_feminine", null);
        assertThat(recordings.get(1).sound().read(1_000_000))
                .isEqualTo(Files.readAllBytes(Path.of("../deploy/sample-data/clips/kmr_0002.mp3")));
    }

    @Test
    void aPathThatLeadsOutOfTheFolderIsNotRead() throws IOException {
        file("secret.wav", "S");
        file("clips/.keep", "");
        file("validated.tsv", "path\tsentence\n../secret.wav\tSilav\n/etc/passwd\tSilav\n");
        assertThat(all("common-voice", folder))
                .allSatisfy(
                        recording -> assertThatThrownBy(() -> recording.sound().read(1000))
                                .isInstanceOf(IOException.class)
                                .hasMessageContaining("outside"));
    }

    @Test
    void aSourceThatIsMissingOrOfAnotherLayoutIsNamed() throws IOException {
        assertThatThrownBy(() -> Layouts.open("tape", folder.toUri()))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageContaining("tape")
                .hasMessageContaining("common-voice");
        assertThatThrownBy(() -> Layouts.open("pairs", folder.resolve("none").toUri()))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> Layouts.open("parquet", file("x.parquet", "no").toUri()))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageContaining("Parquet");
        file("clips/.keep", "");
        file("validated.tsv", "path\ttext\n");
        assertThatThrownBy(() -> Layouts.open("common-voice", folder.toUri()))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageContaining("sentence");
    }

    private static List<Path> inputs(String layout, Path path) {
        try (RecordingSource source = Layouts.open(layout, path.toUri())) {
            return source.inputs();
        }
    }

    @Test
    void aSourceNamesAllThatItReads() throws IOException {
        // Given
        Path parquet = Files.copy(Path.of("src/test/resources/kurmanji.parquet"), folder.resolve("blob"));
        Path hub = Files.createDirectory(folder.resolve("hub"));
        Files.createSymbolicLink(hub.resolve("train.parquet"), parquet);
        file("wavs/a.wav", "A");
        file("metadata.csv", "a|Silav");
        file("validated.tsv", "path\tsentence\n");
        file("clips/.keep", "");

        // Then
        assertThat(inputs("pairs", folder)).containsExactly(folder);
        assertThat(inputs("ljspeech", folder))
                .containsExactly(folder, folder.resolve("metadata.csv"), folder.resolve("wavs"));
        assertThat(inputs("common-voice", folder))
                .containsExactly(folder, folder.resolve("validated.tsv"), folder.resolve("clips"));
        assertThat(inputs("parquet", hub)).containsExactly(hub, hub.resolve("train.parquet"));
    }

    @Test
    void aSourceInAFolderThatCannotBeListedIsUnusable() {
        for (String layout : List.of("pairs", "parquet")) {
            assertThatThrownBy(() ->
                            Layouts.open(layout, Path.of("/proc/1/task/none").toUri()))
                    .isInstanceOf(UnusableSourceException.class)
                    .hasMessageContaining("/proc/1/task/none");
        }
    }
}
