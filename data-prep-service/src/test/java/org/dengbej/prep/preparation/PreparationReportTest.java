package org.dengbej.prep.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.RejectedUtterance;
import org.dengbej.events.SpeakerSelection;
import org.dengbej.prep.filter.VoiceFormat;
import org.dengbej.prep.source.ListedSource;
import org.dengbej.prep.source.Origin;
import org.dengbej.prep.source.Recording;
import org.dengbej.speech.text.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationReportTest {

    private static final VoiceFormat VOICE =
            new VoiceFormat(Tokenizer.forAlphabet("abcçdeêfghiîjklmnopqrsştuûvwxyz'-"), 16_000, 256);
    private static final String TEXT = "silav hevalê min";

    @TempDir
    Path folder;

    private final List<Recording> recordings = new ArrayList<>();

    private void row(String text, String speaker, Recording.Sound sound) {
        int row = recordings.size() + 1;
        recordings.add(
                new Recording("clip-" + row, text, null, null, speaker, null, sound, new Origin("metadata.csv", row)));
    }

    private void good(String speaker, int clips) {
        IntStream.range(0, clips).forEach(i -> row(TEXT, speaker, maxBytes -> Sounds.speech(i)));
    }

    private Preparation prepare(Integer maxUtterances, SpeakerSelection speakers) {
        PrepareDataset request = new PrepareDataset(
                "speech",
                URI.create("file:///s"),
                null,
                "voice",
                null,
                null,
                null,
                null,
                maxUtterances,
                1,
                null,
                null,
                null,
                null,
                null,
                speakers,
                null);
        return Preparation.of(
                request, new ListedSource(List.of(), recordings, "test"), VOICE, 64 << 20, folder, filtered -> {});
    }

    private static List<CSVRecord> rows(Path csv) throws IOException {
        try (Reader reader = Files.newBufferedReader(csv)) {
            return CSVFormat.RFC4180
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get()
                    .parse(reader)
                    .getRecords();
        }
    }

    @Test
    void everyRejectionIsListedWithItsPlace() throws IOException {
        // Given more rejections than an event lists, of texts that a table must quote
        good("a", 2);
        IntStream.range(0, 1100).forEach(i -> row("ł \"%d\",\n x".formatted(i), "a", maxBytes -> new byte[0]));
        IntStream.range(0, 5).forEach(i -> row(TEXT, "a", maxBytes -> new byte[3000]));

        // When
        try (Preparation prepared = prepare(null, null)) {
            prepared.writeReport(folder, "test");

            // Then
            List<CSVRecord> rows = rows(folder.resolve("rejected.csv"));
            assertThat(rows).hasSize(1105);
            assertThat(rows.get(0).toMap())
                    .containsEntry("file", "metadata.csv")
                    .containsEntry("row", "3")
                    .containsEntry("reason", "unknown-characters")
                    .containsEntry("text", "ł \"0\",\n x");
            assertThat(rows.get(0).get("value")).contains("ł ×1");
            assertThat(rows.get(1104).get("reason")).isEqualTo("undecodable-audio");

            // And the event, whose list is bounded, has three examples of each reason
            assertThat(prepared.rejections()).hasSize(1003);
            assertThat(prepared.rejections().stream()
                            .filter(rejection -> rejection.reason().equals("undecodable-audio")))
                    .extracting(RejectedUtterance::row)
                    .containsExactly(1103L, 1104L, 1105L);
        }
    }

    @Test
    void thePageHasPicturesAndPlayersAndNeedsNoOtherFile() throws IOException {
        good("zana", 3);
        good("leyla", 2);
        row("ł", "zana", maxBytes -> Sounds.mp3(7));
        row("", "zana", maxBytes -> Sounds.speech(8));

        try (Preparation prepared = prepare(null, null)) {
            prepared.writeReport(folder, "test");
        }

        String page = Files.readString(folder.resolve("report.html"));
        assertThat(page)
                .contains("Durations", "Letters", "Good speech by speaker", "other-speaker", "unknown-characters")
                .contains("<b>7</b> recordings", "<b>3</b> kept", "<b>4</b> rejected", "speaker zana is used")
                .contains("ł: 1, dropped (U+0142)")
                .contains("src=\"data:audio/mpeg;base64,", "src=\"data:audio/wav;base64,")
                .doesNotContain("<script", "http://", "https://", "<link", "@import", "url(");
        assertThat(Pattern.compile("<audio ").matcher(page).results()).hasSize(4);
        Matcher sources = Pattern.compile("src=\"([^\"]{5})").matcher(page);
        assertThat(sources.results().map(result -> result.group(1))).containsOnly("data:");
    }

    @Test
    void whatComesFromOutsideIsEscaped() throws IOException {
        String markup = "<script>alert('x')</script>\"'&";
        good("<b>a</b>", 2);
        good("\"><img src=x onerror=alert(1)>", 1);
        recordings.add(new Recording(
                "x", markup, null, null, "<b>a</b>", null, maxBytes -> new byte[0], new Origin("<i>.csv", 1)));

        try (Preparation prepared = prepare(null, null)) {
            prepared.writeReport(folder, "taken for <u>");
        }

        assertThat(Files.readString(folder.resolve("report.html")))
                .doesNotContain("<script", "<b>a", "<img", "<i>.csv", "<u>")
                .contains("&lt;script&gt;", "&lt;img src=x", "&lt;i&gt;.csv:1", "&lt;u&gt;");
    }

    @Test
    void thePageIsBoundedWhateverTheSourceHolds() throws IOException {
        IntStream.range(0, 200)
                .forEach(i -> row(Character.toString(0x4E00 + i) + "ł".repeat(800), "s" + i, maxBytes -> new byte[0]));
        good("a", 1);
        try (Preparation prepared = prepare(null, null)) {
            prepared.writeReport(folder, "test");
        }
        assertThat(Files.size(folder.resolve("report.html"))).isLessThan(200_000);
    }

    @Test
    void aChoiceOfSpeakersComesBeforeTheMaximumOfUtterances() {
        good("few", 2);
        good("most", 5);
        good("few", 1);
        try (Preparation prepared = prepare(3, null)) {
            assertThat(prepared.statistics().clips()).isEqualTo(3);
            assertThat(prepared.rejectedByReason())
                    .containsOnlyKeys("other-speaker")
                    .containsValue(3);
            assertThat(prepared.unused()).isEqualTo(2);
        }
        try (Preparation prepared = prepare(3, SpeakerSelection.EVERYBODY)) {
            assertThat(prepared.statistics().clips()).isEqualTo(3);
            assertThat(prepared.rejectedByReason()).isEmpty();
            assertThat(prepared.unused()).isEqualTo(5);
        }
    }

    @Test
    void aSpeakerWhoIsNotThereIsRefusedWithThoseWhoAre() {
        good("zana", 2);
        good("leyla", 1);
        try (Preparation prepared = prepare(null, new SpeakerSelection("azad", null, null))) {
            assertThat(prepared.isEmpty()).isTrue();
            assertThat(prepared.nothingKept(java.util.Optional.empty()))
                    .hasMessageContaining("3 other-speaker (metadata.csv:1: speaker zana, only azad is wanted)")
                    .hasMessageContaining("zana (2 recordings), leyla (1 recordings)");
        }
    }
}
