package org.dengbej.feedback.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.dengbej.feedback.client.TestVoice.recording;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.Topics;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.WeightedDataset;
import org.dengbej.feedback.client.Answer;
import org.dengbej.feedback.client.Card;
import org.dengbej.feedback.client.Multipart;
import org.dengbej.feedback.client.Operator;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.feedback.config.FeedbackConfig;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.listener.Listeners;
import org.dengbej.feedback.recording.FineTuneFolders;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a listener gave is the listener's: seen and taken back by nobody else, and nothing of it stays that was taken back. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class ErasureTest {

    private static final String KEY = Operator.HEADER;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration YEAR = Duration.ofDays(365);

    @TestHTTPResource
    URL url;

    @Inject
    FeedbackConfig config;

    @Inject
    Database database;

    @Inject
    Listeners listeners;

    @Inject
    Erasures erasures;

    @Inject
    ErasedFiles files;

    @Inject
    ErasureSweep sweep;

    @Inject
    Retention retention;

    @Inject
    FineTuneFolders folders;

    private RawClient client;
    private SpeakingVoice voice;

    @BeforeEach
    void open() {
        voice = SpeakingVoice.of(ErasureTest.class);
        client = new RawClient(url.getPort());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
    }

    /** A recording and the card that asked for it. */
    private record Recorded(Card card, UUID id) {

        String path() {
            return "/me/recordings/%s".formatted(id);
        }
    }

    /** A new listener's recording. */
    private Recorded recorded(SpeakingVoice voice) throws IOException {
        Card card = Card.ofKind(client, voice.name(), "recording");
        assertThat(card.agree(client, 0).status()).isEqualTo(200);
        assertThat(card.record(client, recording(1)).status()).isEqualTo(204);
        JsonArray mine = me(card).getJsonArray("recordings");
        assertThat(mine).hasSize(1);
        Recorded recorded =
                new Recorded(card, UUID.fromString(mine.getJsonObject(0).getString("id")));
        await().atMost(TIMEOUT).until(() -> isChecked(recorded.id()));
        return recorded;
    }

    /** Listeners are asked about what was checked. */
    private boolean isChecked(UUID recording) throws SQLException {
        return database.exists(
                "SELECT 1 FROM correction WHERE id = ? AND (checked_at IS NOT NULL OR state <> 'pending')", recording);
    }

    private JsonObject me(Card card) throws IOException {
        return new JsonObject(client.get("/api/me", card.header()).text());
    }

    private UUID listener(Card card) {
        return listeners.of(card.cookie().replace("listener=", "")).id();
    }

    private Path file(UUID recording) {
        return config.dataDir().toAbsolutePath().resolve("corrections").resolve(recording + ".wav");
    }

    private boolean hasRow(UUID recording) throws SQLException {
        return database.exists("SELECT 1 FROM correction WHERE id = ?", recording);
    }

    private Answer erase(Recorded recorded, Card by) throws IOException {
        return client.send("DELETE", "/api" + recorded.path(), by.header(), null);
    }

    private void decide(UUID recording, String decision) throws IOException {
        String path = "/api/operators/corrections/%s/%s".formatted(recording, decision);
        assertThat(client.send("POST", path, KEY, new byte[0]).status()).isEqualTo(204);
    }

    private void assertGone(UUID recording) throws SQLException {
        assertThat(hasRow(recording)).isFalse();
        assertThat(file(recording)).doesNotExist();
        assertThat(database.exists(
                        "SELECT 1 FROM erasure WHERE recording = ? AND files_deleted_at IS NOT NULL", recording))
                .isTrue();
    }

    @Test
    void listenersSeeHearAndTakeAlongTheirOwnRecordingsAlone() throws IOException {
        // Given
        Recorded mine = recorded(voice);
        Recorded theirs = recorded(voice);

        // Then each sees one
        JsonObject seen = me(mine.card()).getJsonArray("recordings").getJsonObject(0);
        assertThat(seen.getString("id")).isEqualTo(mine.id().toString());
        assertThat(seen.getString("sentence")).isEqualTo(mine.card().text());
        assertThat(seen.getString("state")).isEqualTo("pending");
        assertThat(seen.getInteger("consentVersion")).isZero();
        String page = client.get("/me?lang=en", mine.card().header()).text();
        assertThat(page)
                .contains(mine.path() + ".wav", mine.path() + "/erase", "Waits for others")
                .doesNotContain(theirs.id().toString());

        // And hears it
        Answer sound = client.get(mine.path() + ".wav", mine.card().header());
        assertThat(sound.status()).isEqualTo(200);
        assertThat(sound.text()).startsWith("RIFF");
        assertThat(client.get("/api" + mine.path(), mine.card().header()).bytes())
                .isEqualTo(sound.bytes());

        // And takes it along with everything else
        Answer archive = client.get("/me/data.zip", mine.card().header());
        assertThat(entries(archive)).containsExactly("data.json", mine.id() + ".wav");

        // And nobody else does
        for (String stranger : List.of(theirs.card().header(), "")) {
            assertThat(client.get(mine.path() + ".wav", stranger).status()).isEqualTo(404);
            assertThat(client.get("/api" + mine.path(), stranger).status()).isEqualTo(404);
            assertThat(client.send("DELETE", "/api" + mine.path(), stranger, null)
                            .status())
                    .isEqualTo(404);
            assertThat(client.send("POST", mine.path() + "/erase", Multipart.HEADER + stranger, lang())
                            .status())
                    .isEqualTo(404);
            assertThat(client.get("/me/data.zip", stranger).text())
                    .doesNotContain(mine.id().toString());
        }
        assertThat(client.get(mine.path() + ".wav", mine.card().header()).status())
                .isEqualTo(200);
    }

    private static byte[] lang() {
        return new Multipart().field("lang", "en").bytes();
    }

    private static List<String> entries(Answer archive) throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive.bytes()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
                in.readAllBytes();
            }
        }
        return names;
    }

    @Test
    void anErasedRecordingLeavesRowsAndFoldersAndTheNextTraining() throws Exception {
        SpeakingVoice learning = SpeakingVoice.of(Erasures.class);
        try (TopicProbe probe =
                new TopicProbe(KafkaTestResource.bootstrapServers(), Topics.DATASET_REQUESTS, Topics.TRAINING_JOBS)) {
            // Given two approved recordings that a job learns from
            Recorded gone = recorded(learning);
            Recorded kept = recorded(learning);
            decide(gone.id(), "approve");
            decide(kept.id(), "approve");
            String first = fineTune(learning);
            Path copies = folders.corrections(first);
            assertThat(FineTuneFolders.sound(copies, gone.id())).isNotEmptyFile();
            assertThat(me(gone.card())
                            .getJsonArray("recordings")
                            .getJsonObject(0)
                            .getString("state"))
                    .isEqualTo("trained");

            // When one of them is erased, by the page's form
            Answer erased = client.send(
                    "POST",
                    gone.path() + "/erase?lang=en",
                    Multipart.HEADER + gone.card().header(),
                    lang());

            // Then
            assertThat(erased.status()).as(erased.text()).isEqualTo(303);
            assertGone(gone.id());
            assertThat(FineTuneFolders.sound(copies, gone.id())).doesNotExist();
            assertThat(FineTuneFolders.text(copies, gone.id()))
                    .as("the open job's source is not broken")
                    .exists();
            assertThat(FineTuneFolders.sound(copies, kept.id())).isNotEmptyFile();
            assertThat(me(gone.card()).getJsonArray("recordings")).isEmpty();

            // And what the browser sends again does not bring it back
            Answer again = gone.card().record(client, recording(1));
            assertThat(again.status()).isEqualTo(409);
            assertThat(again.text()).contains("erased");

            // When the job has made the voice that listeners hear, and the next one starts
            String learnedFrom =
                    "[{\"dataset\":\"%s\",\"weight\":1.0},{\"dataset\":\"base\",\"weight\":1.0,\"share\":0.667}]"
                            .formatted(first);
            database.update("UPDATE version SET datasets = ?::jsonb WHERE voice = ?", learnedFrom, learning.name());
            complete(probe, first, learning);
            String second = fineTune(learning);

            // Then it gathers what is left anew
            PrepareDataset prepare = probe.await(PrepareDataset.class, second);
            assertThat(prepare.temporary()).isTrue();
            assertThat(FineTuneFolders.sound(Path.of(prepare.source()), kept.id()))
                    .isNotEmptyFile();
            assertThat(FineTuneFolders.sound(Path.of(prepare.source()), gone.id()))
                    .doesNotExist();
            TrainVoice train =
                    probe.await(TrainVoice.class, asked -> asked.job().equals(second));
            assertThat(train.datasets())
                    .containsExactly(new WeightedDataset(second, 1.0), new WeightedDataset("base", 1.0, 0.667));

            // When nothing is left, the voice's own data is
            assertThat(erase(kept, kept.card()).status()).isEqualTo(204);
            assertThat(FineTuneFolders.sound(copies, kept.id())).doesNotExist();
            assertThat(FineTuneFolders.text(copies, kept.id())).doesNotExist();
            assertThat(FineTuneFolders.sound(folders.corrections(second), kept.id()))
                    .doesNotExist();
            complete(probe, second, learning);
            String third = fineTune(learning);
            train = probe.await(TrainVoice.class, asked -> asked.job().equals(third));
            assertThat(train.datasets()).containsExactly(new WeightedDataset("base", 1.0));
        }
    }

    private String fineTune(SpeakingVoice voice) throws IOException {
        Answer started =
                client.send("POST", "/api/operators/voices/%s/fine-tune".formatted(voice.name()), KEY, new byte[0]);
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        return new JsonObject(started.text()).getString("job");
    }

    private void complete(TopicProbe probe, String job, SpeakingVoice voice) {
        probe.send(CloudEvents.toRecord(
                new JobCompleted(job, voice.name(), 1, 1, 0, List.of(), URI.create("file:///m"), 1, null), "/test"));
        await().atMost(TIMEOUT)
                .until(() -> database.exists("SELECT 1 FROM fine_tune_job WHERE id = ? AND state = 'completed'", job));
    }

    @Test
    void whatAProcessLeavesThatDiesAfterTheCommitIsSwept() throws Exception {
        // Given rows that are erased, and their process dead
        Recorded recorded = recorded(voice);
        QuarkusTransaction.requiringNew().call(() -> erasures.eraseListenerRows(listener(recorded.card())));
        assertThat(file(recorded.id())).exists();

        // And copies for a job whose transaction never committed
        String job = "fine-tune-nobody-" + UUID.randomUUID();
        Path copies = folders.corrections(job);
        Path model = folders.folder(job).resolve("final_model");
        Files.createDirectories(copies);
        Files.createDirectories(model);
        Files.write(FineTuneFolders.sound(copies, recorded.id()), recording(1));
        Files.setLastModifiedTime(
                folders.folder(job), FileTime.from(Instant.now().minus(Duration.ofDays(2))));

        // When
        sweep.sweep();

        // Then
        assertGone(recorded.id());
        assertThat(copies).doesNotExist();
        assertThat(model).as("what is no recording").exists();
    }

    @Test
    void anErasureThatIsEnteredAgainAfterABackupWasRestoredIsCarriedOut() throws Exception {
        // Given a recording that is there again
        Recorded recorded = recorded(voice);
        database.update("INSERT INTO erasure (recording, jobs) VALUES (?, '{}')", recorded.id());

        // When
        sweep.sweep();

        // Then
        assertGone(recorded.id());
        assertThat(me(recorded.card()).getJsonArray("recordings")).isEmpty();
    }

    @Test
    void nothingIsLeftOfWhoIsForgottenAndNothingElseIsMissing() throws Exception {
        // Given two listeners who have recorded, and one who has rated and reviewed
        Recorded others = recorded(voice);
        Recorded mine = recorded(voice);
        Card rated = Card.first(client, voice.name());
        assertThat(rated.answer(client, Map.of("score", 2, "comment", "in my words"))
                        .status())
                .isEqualTo(204);
        Card review = rated.untilKind(client, "review");
        assertThat(review.answer(client, Map.of("saysText", true, "clear", true))
                        .status())
                .isEqualTo(204);
        int ratings = ratings();
        JsonObject before = me(rated);
        assertThat(before.getJsonArray("ratings").getJsonObject(0).getString("comment"))
                .isEqualTo("in my words");
        assertThat(before.getJsonArray("reviews")).hasSize(1);

        // When the box is not ticked
        assertThat(forget(rated, new Multipart()).status()).isEqualTo(400);
        assertThat(me(rated).getJsonArray("ratings")).hasSize(1);

        // When it is
        Answer forgotten = forget(rated, new Multipart().field("sure", "yes"));

        // Then
        assertThat(forgotten.status()).isEqualTo(303);
        assertThat(forgotten.header("Set-Cookie")).contains("listener=", "Max-Age=0");
        assertThat(me(rated).containsKey("since")).isFalse();
        assertThat(me(rated).getJsonArray("cards")).isEmpty();
        assertThat(database.exists("SELECT 1 FROM rating WHERE comment = 'in my words'"))
                .isFalse();
        assertThat(database.exists("SELECT 1 FROM listener WHERE id = ?", listener(rated)))
                .isFalse();
        assertThat(ratings()).isEqualTo(ratings - 1);
        assertThat(client.get("/me?lang=en", rated.header()).text()).contains("Nothing is stored of you");

        // And what others gave is there
        assertThat(hasRow(others.id())).isTrue();
        assertThat(hasRow(mine.id())).isTrue();

        // And the API forgets a listener with recordings, whose reviewers' cards go with them
        Card reviewer = Card.ofKind(client, voice.name(), "review");
        assertThat(client.send("DELETE", "/api/me", mine.card().header(), null).status())
                .isEqualTo(204);
        assertThat(client.send("DELETE", "/api/me", others.card().header(), null)
                        .status())
                .isEqualTo(204);
        assertGone(mine.id());
        assertGone(others.id());
        assertThat(database.exists("SELECT 1 FROM consent WHERE listener = ?", listener(mine.card())))
                .isFalse();
        assertThat(reviewer.next(client)).isPresent();
    }

    private Answer forget(Card card, Multipart form) throws IOException {
        return client.send(
                "POST",
                "/me/erase?lang=en",
                Multipart.HEADER + card.header(),
                form.field("lang", "en").bytes());
    }

    private int ratings() throws SQLException {
        return database.first(
                        row -> row.getInt(1),
                        "SELECT coalesce(sum(ratings), 0)::integer FROM sentence WHERE voice = ?",
                        voice.name())
                .orElseThrow();
    }

    @Test
    void whatIsKeptForLongerThanItsRetentionIsErased() throws Exception {
        // Given recordings of which one was rejected long ago, and one is old
        Recorded rejected = recorded(voice);
        Recorded justRejected = recorded(voice);
        Recorded old = recorded(voice);
        Recorded young = recorded(voice);
        decide(rejected.id(), "reject");
        decide(justRejected.id(), "reject");
        database.update("UPDATE correction SET decided_at = now() - interval '31 days' WHERE id = ?", rejected.id());
        database.update("UPDATE correction SET recorded_at = now() - interval '400 days' WHERE id = ?", old.id());

        // When
        retention.eraseExpired();

        // Then by default old ones stay
        assertGone(rejected.id());
        assertThat(hasRow(justRejected.id())).isTrue();
        assertThat(hasRow(old.id())).isTrue();

        // When there is a limit
        retention.eraseRecordings(Optional.of(YEAR));
        files.deleteErased();

        // Then
        assertGone(old.id());
        assertThat(hasRow(young.id())).isTrue();

        // When listeners are forgotten who have not been here for a year
        database.update(
                "UPDATE listener SET seen_at = now() - interval '400 days' WHERE id = ?", listener(young.card()));
        retention.eraseListeners(Optional.of(YEAR));
        files.deleteErased();

        // Then
        assertGone(young.id());
        assertThat(me(young.card()).containsKey("since")).isFalse();
        assertThat(me(justRejected.card()).containsKey("since")).isTrue();
    }
}
