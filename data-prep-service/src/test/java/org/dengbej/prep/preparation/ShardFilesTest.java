package org.dengbej.prep.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.SpeakerHours;
import org.dengbej.events.SpeakerSelection;
import org.dengbej.events.SpeakerSummary;
import org.dengbej.prep.filter.VoiceFormat;
import org.dengbej.prep.report.JoinedReport;
import org.dengbej.prep.report.ReportSummary;
import org.dengbej.prep.source.ListedSource;
import org.dengbej.prep.source.Origin;
import org.dengbej.prep.source.Recording;
import org.dengbej.speech.text.Tokenizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that a preparation in shards leaves, beside those that the same preparation leaves whole. */
class ShardFilesTest {

    private static final VoiceFormat VOICE =
            new VoiceFormat(Tokenizer.forAlphabet("abcçdeêfghiîjklmnopqrsştuûvwxyz'-"), 16_000, 256);
    private static final String ID = "2-17";
    private static final int SHARDS = 4;

    @TempDir
    Path folder;

    private Path out;
    private final List<Recording> recordings = new ArrayList<>();

    @BeforeEach
    void aSourceOfWhichSomeIsRejectedInEveryShardButTheFirst() {
        out = folder.resolve("out");
        IntStream.range(0, 5).forEach(i -> row("silav hevalê min", maxBytes -> Sounds.speech(i)));
        row("ł \"quoted\",\n and more", maxBytes -> Sounds.mp3(7));
        row("", maxBytes -> Sounds.speech(8));
        IntStream.range(0, 5).forEach(i -> row("tu çawa " + i + "ł", maxBytes -> Sounds.speech(9)));
        row("half of a pair \ud800", maxBytes -> Sounds.speech(10));
        row("silav", maxBytes -> new byte[3000]);
        IntStream.range(0, 3).forEach(i -> row("silav hevalê", maxBytes -> Sounds.speech(20 + i)));
        row("ö", maxBytes -> new byte[0]);
        row("silav hevalê", maxBytes -> Sounds.speech(30));
        row("ï", maxBytes -> Sounds.mp3(31));
    }

    private void row(String text, Recording.Sound sound) {
        int row = recordings.size() + 1;
        recordings.add(
                new Recording("clip-" + row, text, null, null, null, null, sound, new Origin("metadata.csv", row)));
    }

    private PrepareDataset request(Path exportTo, Path reportTo) {
        return new PrepareDataset(
                "speech",
                URI.create("file:///s"),
                null,
                "voice",
                null,
                null,
                null,
                null,
                null,
                1,
                exportTo == null ? null : exportTo.toUri(),
                null,
                null,
                null,
                null,
                SpeakerSelection.EVERYBODY,
                reportTo == null ? null : reportTo.toUri());
    }

    private Preparation whole(PrepareDataset request) {
        return Preparation.of(
                request, new ListedSource(List.of(), recordings, "test"), VOICE, 64 << 20, folder, filtered -> {});
    }

    private Preparation shard(PrepareDataset request, int shard) {
        int size = recordings.size() / SHARDS;
        List<Recording> part = recordings.subList(shard * size, (shard + 1) * size);
        return Preparation.ofShard(request, part.iterator(), size, Set.of(), VOICE, 64 << 20, folder, filtered -> {});
    }

    private void writeShards(PrepareDataset request, int... shards) {
        for (int number : shards) {
            try (Preparation prepared = shard(request, number)) {
                ShardFiles.requestedBy(request, ID).write(number, prepared, () -> {});
            }
        }
    }

    private static JoinedReport report(int clips, double hours, SpeakerSummary speakers) {
        return new JoinedReport(new ReportSummary("speech", "file:///s", "test", clips, hours, 0, List.of()), speakers);
    }

    private List<String> names(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> place.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theReportOfShardsIsThatOfTheWholeInWhicheverOrderTheyWereReady() throws IOException {
        // Given
        PrepareDataset whole = request(null, folder.resolve("whole"));
        PrepareDataset request = request(null, out.resolve("report"));

        // When
        try (Preparation prepared = whole(whole)) {
            ReportFolder.requestedBy(whole).orElseThrow().write(prepared, "test");
            writeShards(request, 3, 1, 0, 2, 1);
            ShardFiles.requestedBy(request, ID)
                    .join(
                            SHARDS,
                            report(
                                    prepared.statistics().clips(),
                                    prepared.statistics().hours(),
                                    SpeakerSummary.NONE),
                            () -> {});
            assertThat(prepared.statistics().clips()).isEqualTo(10);
        }

        // Then pictures, counts, examples and their sounds are the same
        assertThat(out.resolve("report/rejected.csv")).hasSameBinaryContentAs(folder.resolve("whole/rejected.csv"));
        assertThat(Files.readString(out.resolve("report/report.html")))
                .isEqualTo(Files.readString(folder.resolve("whole/report.html")))
                .contains("<b>20</b> recordings", "<b>10</b> kept", "<b>10</b> rejected", "Durations", "Levels")
                .contains("ł: 6, dropped (U+0142)", "data:audio/mpeg;base64,");

        // And nothing of the shards is left
        ShardFiles.requestedBy(request, ID).delete();
        assertThat(names(out)).containsExactly("report/SHA256SUMS", "report/rejected.csv", "report/report.html");
    }

    /** Gives the recordings of each shard a speaker of their own. */
    private void speakOneForEachShard() {
        int size = recordings.size() / SHARDS;
        IntStream.range(0, recordings.size()).forEach(i -> {
            Recording of = recordings.get(i);
            recordings.set(
                    i,
                    new Recording(
                            of.id(), of.text(), null, null, "speaker " + i / size, null, of.sound(), of.origin()));
        });
    }

    @Test
    void anExportOfShardsSaysWhoSpeaksAsThatOfTheWholeDoes() throws IOException {
        // Given
        speakOneForEachShard();
        PrepareDataset whole = request(folder.resolve("whole"), null);
        PrepareDataset request = request(out.resolve("export"), null);

        // When
        try (Preparation prepared = whole(whole)) {
            Export.requestedBy(whole).orElseThrow().write(prepared, "test", () -> {});
        }
        writeShards(request, 2, 0, 1, 3);
        ShardFiles.requestedBy(request, ID).join(SHARDS, report(10, 0.01, SpeakerSummary.NONE), () -> {});

        // Then
        assertThat(out.resolve("export/metadata.csv")).hasSameTextualContentAs(folder.resolve("whole/metadata.csv"));
        assertThat(Files.readAllLines(out.resolve("export/metadata.csv")))
                .startsWith("audio_file|text|speaker_name", "utterance_000000.wav|silav hevalê min|speaker 0")
                .anyMatch(row -> row.endsWith("|speaker 3"));
    }

    @Test
    void anExportOfShardsIsThatOfTheWholeItsReportIncluded() throws IOException {
        // Given a request for both, of which the export has the report
        PrepareDataset whole = request(folder.resolve("whole"), null);
        PrepareDataset request = request(out.resolve("export"), out.resolve("report"));

        // When
        try (Preparation prepared = whole(whole)) {
            Export.requestedBy(whole).orElseThrow().write(prepared, "test", () -> {});
            writeShards(request, 0, 1, 2, 3);
            ShardFiles.requestedBy(request, ID)
                    .join(
                            SHARDS,
                            report(
                                    prepared.statistics().clips(),
                                    prepared.statistics().hours(),
                                    SpeakerSummary.NONE),
                            () -> {});
            ShardFiles.requestedBy(request, ID).delete();
        }

        // Then
        assertThat(names(out.resolve("export"))).isEqualTo(names(folder.resolve("whole")));
        for (String name : names(folder.resolve("whole"))) {
            assertThat(out.resolve("export").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(name));
        }
        assertThat(names(out)).allMatch(name -> name.startsWith("export/"));
    }

    @Test
    void whereNothingIsKeptTheReportLiesInAFolderOfItsOwn() throws IOException {
        PrepareDataset request = request(out.resolve("export"), out.resolve("report"));
        writeShards(request, 1, 2);
        writeShards(request, 0);
        ShardFiles files = ShardFiles.requestedBy(request, ID);
        files.joinReport(3, report(0, 0, SpeakerSummary.NONE), () -> {});
        files.delete();
        assertThat(names(out)).containsExactly("report/SHA256SUMS", "report/rejected.csv", "report/report.html");
    }

    @Test
    void thePageShowsTheSpeakersHoursOfTheJoinedShards() throws IOException {
        PrepareDataset request = request(null, out.resolve("report"));
        writeShards(request, 0, 1, 2, 3);
        SpeakerSummary speakers = SpeakerSummary.of(
                List.of(new SpeakerHours("zana", 800, 1.5, true), new SpeakerHours("<b>", 3, 0.01, true)), null);
        ShardFiles.requestedBy(request, ID).join(SHARDS, report(9, 0.01, speakers), () -> {});
        assertThat(Files.readString(out.resolve("report/report.html")))
                .contains("Good speech by speaker", "zana: 1.50 h, 800 clips", "&lt;b&gt;: 0.6 min, 3 clips");
    }

    @Test
    void aRequestForNoFilesLeavesNone() throws IOException {
        PrepareDataset request = request(null, null);
        writeShards(request, 0, 1, 2, 3);
        ShardFiles.requestedBy(request, ID).join(SHARDS, report(9, 0.01, SpeakerSummary.NONE), () -> {});
        ShardFiles.requestedBy(request, ID).delete();
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void aPartThatIsNotThereIsNamedWithWhatToDo() {
        PrepareDataset request = request(null, out.resolve("report"));
        writeShards(request, 0, 2);
        assertThatThrownBy(
                        () -> ShardFiles.requestedBy(request, ID).join(3, report(1, 1, SpeakerSummary.NONE), () -> {}))
                .isInstanceOf(UnusableExportException.class)
                .hasMessageContaining("reportTo: [")
                .hasMessageContaining("000001] expected what a shard's replica wrote, found none")
                .hasMessageContaining("under the same path");
        assertThat(out.resolve("report")).doesNotExist();
    }

    @Test
    void aReportThatIsInterruptedLeavesNothing() {
        PrepareDataset request = request(null, out.resolve("report"));
        writeShards(request, 0);
        assertThatThrownBy(() -> ShardFiles.requestedBy(request, ID).join(1, report(1, 1, SpeakerSummary.NONE), () -> {
                    throw new IllegalStateException("the record is another replica's");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(out.resolve("report")).doesNotExist();
    }
}
