package org.dengbej.prep.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.SpeakerSelection;
import org.dengbej.prep.filter.VoiceFormat;
import org.dengbej.prep.source.Layouts;
import org.dengbej.prep.source.ListedSource;
import org.dengbej.prep.source.Recording;
import org.dengbej.prep.source.RecordingSource;
import org.dengbej.prep.source.SourceOptions;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.WavFile;
import org.dengbej.speech.text.Tokenizer;
import org.dengbej.testing.SyntheticSpeech;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports, also to a full disk: {@code /dev/full} refuses every byte as the kernel does when there is no room. */
class ExportTest {

    private static final Path FULL = Path.of("/dev/full");
    private static final VoiceFormat VOICE = new VoiceFormat(Tokenizer.forAlphabet("abc"), 16_000, 256);

    @TempDir
    Path folder;

    private Path target;

    @BeforeEach
    void aPlaceOfItsOwn() throws IOException {
        target = Files.createDirectories(folder.resolve("out")).resolve("export");
    }

    private PrepareDataset request(String exportTo, Boolean overwrite) {
        return request(exportTo, overwrite, null);
    }

    private PrepareDataset request(String exportTo, Boolean overwrite, SpeakerSelection speakers) {
        return new PrepareDataset(
                "d",
                URI.create("file:///s"),
                "pairs",
                "voice",
                null,
                null,
                null,
                null,
                null,
                1,
                URI.create(exportTo),
                overwrite,
                null,
                null,
                null,
                speakers,
                null);
    }

    private Export export() {
        return Export.requestedBy(request(target.toUri().toString(), null)).orElseThrow();
    }

    private Preparation prepared(String... texts) {
        byte[] wav = WavFile.encode(new Audio(SyntheticSpeech.samples(1.5, 16_000, 1), 16_000));
        RecordingSource source = new ListedSource(
                List.of(),
                Stream.of(texts)
                        .map(text -> new Recording("id of " + text, text, null, null, null, null, maxBytes -> wav))
                        .toList(),
                "test");
        return Preparation.of(
                request(target.toUri().toString(), null), source, VOICE, 1_000_000, folder, filtered -> {});
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            return files.filter(file -> !Files.isDirectory(file))
                    .map(file -> folder.resolve("out").relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void anExportHasTheSoundsAndTextsInTheOrderOfTheSource() throws IOException {
        try (Preparation prepared = prepared("abc", "cab", "b|a")) {
            export().write(prepared, "test", () -> {});
        }
        assertThat(Files.readAllLines(target.resolve("metadata.csv")))
                .containsExactly("utterance_000000.wav|abc", "utterance_000001.wav|cab", "utterance_000002.wav|b a");
        assertThat(names())
                .containsExactly(
                        "export/SHA256SUMS",
                        "export/metadata.csv",
                        "export/rejected.csv",
                        "export/report.html",
                        "export/wavs/utterance_000000.wav",
                        "export/wavs/utterance_000001.wav",
                        "export/wavs/utterance_000002.wav");
        assertThat(target.resolve("wavs/utterance_000000.wav")).hasSize(44 + 48_000);
    }

    private static Recording spoken(String id, String text, String speaker) {
        byte[] wav = WavFile.encode(new Audio(SyntheticSpeech.samples(1.5, 16_000, 1), 16_000));
        return new Recording(id, text, null, null, speaker, null, maxBytes -> wav);
    }

    private Preparation prepared(RecordingSource source) {
        return Preparation.of(
                request(target.toUri().toString(), null, SpeakerSelection.EVERYBODY),
                source,
                VOICE,
                1_000_000,
                folder,
                filtered -> {});
    }

    private static List<Tuple> speakersAndTexts(Preparation prepared) {
        return IntStream.range(0, prepared.utteranceCount())
                .mapToObj(i -> tuple(prepared.speaker(i), prepared.text(i)))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "ab bc ca abc"})
    void anExportOfSeveralSpeakersIsReadAgainWithThem(String first) throws IOException {
        // Given names with blanks and bars, somebody unknown, and texts of which all may be the same
        String second = first.equals("abc") ? "cab" : first;
        RecordingSource source = new ListedSource(
                List.of(),
                List.of(
                        spoken("a", first, "Mihemed Elî"),
                        spoken("b", second, "b|c"),
                        spoken("c", first, null),
                        spoken("d", second, "Mihemed Elî")),
                "test");

        // When
        List<Tuple> before;
        try (Preparation prepared = prepared(source)) {
            export().write(prepared, "test", () -> {});
            before = speakersAndTexts(prepared);
        }

        // Then
        assertThat(Files.readAllLines(target.resolve("metadata.csv")))
                .startsWith("audio_file|text|speaker_name", "utterance_000000.wav|%s|Mihemed Elî".formatted(first));
        before.set(1, tuple("b c", second));
        try (RecordingSource again = Layouts.open(target.toUri(), SourceOptions.NONE);
                Preparation prepared = prepared(again)) {
            assertThat(speakersAndTexts(prepared)).isEqualTo(before);
        }
    }

    @Test
    void anExportOfOneSpeakerHasTwoColumns() throws IOException {
        RecordingSource source =
                new ListedSource(List.of(), List.of(spoken("a", "abc", "zîn"), spoken("b", "cab", "zîn")), "test");
        try (Preparation prepared = prepared(source)) {
            export().write(prepared, "test", () -> {});
        }
        assertThat(Files.readAllLines(target.resolve("metadata.csv")))
                .containsExactly("utterance_000000.wav|abc", "utterance_000001.wav|cab");
    }

    /** Makes the disk full for the file of that name, while the export is written. */
    private void fill(String name) {
        try (Stream<Path> children = Files.list(target.getParent())) {
            Path partial = children.filter(
                            child -> child.getFileName().toString().startsWith(".partial-"))
                    .findFirst()
                    .orElseThrow();
            if (!Files.isSymbolicLink(partial.resolve(name))) {
                Files.createSymbolicLink(partial.resolve(name), FULL);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wavs/utterance_000001.wav", "metadata.csv"})
    void anExportToAFullDiskSaysSoAndLeavesTheEarlierOne(String full) throws IOException {
        // Given
        try (Preparation good = prepared("abc")) {
            export().write(good, "test", () -> {});
        }
        List<String> before = names();

        // When, Then
        try (Preparation prepared = prepared("aa", "bb", "cc")) {
            assertThatThrownBy(() -> export().write(prepared, "test", () -> fill(full)))
                    .isInstanceOf(UnusableExportException.class)
                    .hasMessageContaining("exportTo: [" + target.toRealPath() + "]")
                    .hasMessageContaining("No space left on device")
                    .hasMessageContaining("make room");
        }
        assertThat(names()).isEqualTo(before);
        assertThat(target.resolve("metadata.csv")).hasContent("utterance_000000.wav|abc");
        assertThat(FULL).exists();
    }

    @Test
    void anExportThatIsInterruptedLeavesNothing() throws IOException {
        try (Preparation prepared = prepared("aa", "bb")) {
            assertThatThrownBy(() -> export().write(prepared, "test", () -> {
                        throw new IllegalStateException("the request is another replica's");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void aRequestThatIsTakenAgainMakesItsExportAnew() throws IOException {
        for (int attempt = 0; attempt < 2; attempt++) {
            try (Preparation prepared = prepared("aa", "bb")) {
                export().check(List.of());
                export().write(prepared, "test", () -> {});
            }
        }
        assertThat(names()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost/x", "mailto:x@y", "file://host/x"})
    void aFolderThatIsNotOfThisMachineIsRefused(String uri) {
        assertThatThrownBy(() -> Export.requestedBy(request(uri, true)))
                .isInstanceOf(UnusableExportException.class)
                .hasMessageContaining("exportTo must be a file: URI")
                .hasMessageContaining(uri);
    }
}
