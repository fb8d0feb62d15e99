package org.dengbej.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.dengbej.feedback.client.TestVoice.recording;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.dengbej.events.CancelJob;
import org.dengbej.events.StepsTrained;
import org.dengbej.events.Topics;
import org.dengbej.feedback.client.Answer;
import org.dengbej.feedback.client.Builder;
import org.dengbej.feedback.client.Card;
import org.dengbej.feedback.client.Multipart;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.TestVoice;
import org.dengbej.feedback.database.Database;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The voice builders' pages: who gets in, what they show, and what is written of what is done there. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class StudioTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String KEY = "Authorization: Bearer %s\r\n".formatted(Builder.KEY);
    private static final String MARKUP = "<script>alert(1)</script>";

    @TempDir
    static Path folder;

    @TestHTTPResource
    URL url;

    @Inject
    Database database;

    private TopicProbe probe;
    private RawClient client;
    private String voice;
    private String page;

    @BeforeEach
    void aVoiceThatSpeaks() {
        probe = new TopicProbe(
                KafkaTestResource.bootstrapServers(), Topics.FEEDBACK, Topics.TRAINING_JOBS, Topics.JOB_COMMANDS);
        client = new RawClient(url.getPort());
        voice = "studio-" + UUID.randomUUID();
        page = "/studio/voices/" + voice;
        TestVoice.promote(voice, 1, folder, probe);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        probe.close();
    }

    private List<String> pages() {
        return List.of(
                "/studio/audit",
                "/studio/webhooks",
                "/studio/settings",
                page,
                page + "/scores.png",
                page + "/versions/1",
                page + "/review",
                page + "/jobs",
                page + "/jobs/%s-job-1".formatted(voice),
                page + "/sentences",
                page + "/listeners",
                page + "/data",
                page + "/data/ratings.csv",
                page + "/data/pairs.csv",
                page + "/data/recordings.zip");
    }

    private List<String> forms() {
        return List.of(
                page + "/roll-back",
                page + "/versions/1/promote",
                page + "/review/" + UUID.randomUUID(),
                page + "/jobs",
                page + "/jobs/x/cancel",
                page + "/sentences",
                "/studio/webhooks",
                "/studio/webhooks/%s/remove".formatted(UUID.randomUUID()));
    }

    // Sessions

    @Test
    void withoutASessionPagesLeadToTheFormAndNothingIsTaken() throws IOException {
        Answer form = client.get("/studio", "");
        assertThat(form.status()).isEqualTo(200);
        assertThat(form.text()).contains("type=\"password\"").doesNotContain(voice);
        for (String cookie : List.of("", "Cookie: studio=%s\r\n".formatted("0".repeat(64)), "Cookie: studio=x\r\n")) {
            for (String path : pages()) {
                Answer answer = client.get(path, cookie);
                assertThat(answer.status()).as(path).isEqualTo(303);
                assertThat(answer.header("Location")).endsWith("/studio");
            }
            for (String path : forms()) {
                assertThat(client.send("POST", path, Multipart.HEADER + cookie, new Multipart().bytes())
                                .status())
                        .as(path)
                        .isEqualTo(401);
            }
            assertThat(client.get(page + "/jobs/x/events", cookie).status()).isEqualTo(303);
        }
    }

    @Test
    void aWrongKeyOpensNoSession() throws IOException {
        for (String wrong : List.of("", "wrong", Builder.KEY + "x", MARKUP)) {
            Answer answer = Builder.signIn(client, wrong);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.header("Set-Cookie")).isEmpty();
            assertThat(answer.text()).contains("not the operators").doesNotContain(MARKUP);
        }
        assertThat(client.send("POST", "/studio/session", Multipart.HEADER, new Multipart().bytes())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aSessionIsACookieForTheStudioAlone() throws IOException, SQLException {
        // When
        Answer opened = Builder.signIn(client, Builder.KEY);
        Builder builder = Builder.signIn(client);

        // Then
        assertThat(opened.header("Set-Cookie")).contains("HttpOnly", "SameSite=Strict", "Path=/studio");
        for (String path : pages()) {
            assertThat(builder.get(path).status()).as(path).isEqualTo(200);
        }
        assertThat(builder.get("/api/operators/ratings").status()).isEqualTo(401);

        // And who reads the database finds nothing to sign in with
        String secret = builder.cookie().substring("studio=".length());
        assertThat(database.list(row -> row.getString(1), "SELECT encode(digest, 'hex') FROM studio_session"))
                .isNotEmpty()
                .doesNotContain(secret);
    }

    @Test
    void aSessionEndsAfterItsTimeAndWhenItsBuilderSignsOut() throws IOException, SQLException {
        Builder expired = Builder.signIn(client);
        database.update("UPDATE studio_session SET expires_at = now() - interval '1 second'");
        assertThat(expired.get(page).status()).isEqualTo(303);

        Builder leaving = Builder.signIn(client);
        assertThat(leaving.get(page).status()).isEqualTo(200);
        Answer left = leaving.post("/studio/session/end");
        assertThat(left.status()).isEqualTo(303);
        assertThat(left.header("Set-Cookie")).contains("studio=;", "Max-Age=0");
        assertThat(leaving.get(page).status()).isEqualTo(303);
    }

    @Test
    void anotherSiteCannotActInABuildersName() throws IOException {
        Builder builder = Builder.signIn(client);
        for (String path : forms()) {
            assertThat(client.send(
                                    "POST",
                                    path,
                                    Multipart.HEADER + builder.header() + "Sec-Fetch-Site: cross-site\r\n",
                                    new Multipart().bytes())
                            .status())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    // The audit log

    @Test
    void everyActIsInTheAuditLogWithItsPrincipal() throws IOException {
        // Given
        TestVoice.publish(voice, 2, folder, probe);
        await().atMost(TIMEOUT)
                .until(() -> client.get("/api/operators/voices/%s/versions".formatted(voice), KEY)
                        .text()
                        .contains("\"number\":2"));
        UUID first = record();
        UUID second = record();
        Builder builder = Builder.signIn(client);

        // When each is done
        accept(builder.post(page + "/versions/2/promote"));
        accept(builder.post(page + "/roll-back"));
        accept(builder.post(page + "/review/" + first, new Multipart().field("decision", "approve")));
        accept(builder.post(page + "/review/" + second, new Multipart().field("decision", "reject")));
        accept(builder.post(
                page + "/sentences", new Multipart().field("role", "recording").field("texts", "yek\n\n du \n")));
        accept(builder.post(page + "/jobs"));
        String job = new JsonArray(
                        client.get("/api/voices/%s/jobs".formatted(voice), "").text())
                .getJsonObject(0)
                .getString("id");
        accept(builder.post(page + "/jobs/%s/cancel".formatted(job)));

        // Then
        assertThat(probe.await(CancelJob.class, job).reason()).isEqualTo("by a voice builder");
        assertThat(acts())
                .containsExactly(
                        "cancel_job", "start_job", "add_sentences", "reject", "approve", "roll_back", "promote");
        assertThat(entries()).allMatch(entry -> entry.getString("who").startsWith("studio session "));
        assertThat(builder.get("/studio/audit").text()).contains("cancel_job", "sign_in", first.toString());

        // And what the API does is told of the key
        assertThat(client.send("POST", "/api/operators/voices/%s/versions/2/promote".formatted(voice), KEY, new byte[0])
                        .status())
                .isEqualTo(204);
        assertThat(entries().get(0).getString("who")).isEqualTo("operator-key");
    }

    private static void accept(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(303);
    }

    /** The entries about this test's voice, the newest first. */
    private List<JsonObject> entries() throws IOException {
        List<JsonObject> entries = new ArrayList<>();
        new JsonArray(client.get("/api/operators/audit?limit=1000", KEY).text())
                .forEach(entry -> entries.add((JsonObject) entry));
        entries.removeIf(entry -> !entry.getString("subject").contains(voice));
        return entries;
    }

    private List<String> acts() throws IOException {
        return entries().stream().map(entry -> entry.getString("act")).toList();
    }

    @Test
    void whatIsRefusedIsNotInTheAuditLog() throws IOException {
        Builder builder = Builder.signIn(client);
        assertThat(builder.post(page + "/versions/1/promote").status()).isEqualTo(409);
        assertThat(builder.post(page + "/versions/9/promote").status()).isEqualTo(404);
        assertThat(builder.post(page + "/roll-back").status()).isEqualTo(409);
        assertThat(builder.post(page + "/jobs/nothing/cancel").status()).isEqualTo(404);
        assertThat(builder.post(
                                page + "/sentences",
                                new Multipart().field("role", "x").field("texts", "a"))
                        .status())
                .isEqualTo(400);
        assertThat(builder.post(page + "/review/" + UUID.randomUUID(), new Multipart().field("decision", "approve"))
                        .status())
                .isEqualTo(404);
        assertThat(builder.get("/studio/voices/nobody").status()).isEqualTo(404);
        assertThat(builder.get("/studio/settings").text())
                .contains("dengbej.feedback.trigger.cool-down")
                .doesNotContain(Builder.KEY);
        assertThat(entries()).isEmpty();
    }

    // Reviews

    /** Records a sentence as a new listener. */
    private UUID record() throws IOException {
        Card card = Card.ofKind(client, voice, "recording");
        assertThat(card.agree(client, 0).status()).isEqualTo(200);
        assertThat(card.record(client, recording(2)).status()).isEqualTo(204);
        String newest = client.get("/api/operators/corrections?limit=1&voice=" + voice, KEY)
                .text();
        return UUID.fromString(new JsonArray(newest).getJsonObject(0).getString("id"));
    }

    @Test
    void recordingsAreReviewedOneByOneTheOldestFirst() throws IOException {
        // Given
        UUID first = record();
        UUID second = record();
        Builder builder = Builder.signIn(client);
        String queue = page + "/review";

        // Then the oldest is shown and heard
        assertThat(builder.get(queue).text()).contains(first.toString()).doesNotContain(second.toString());
        Answer sound = builder.get("%s/%s.wav".formatted(queue, first));
        assertThat(sound.header("Content-Type")).isEqualTo("audio/wav");
        assertThat(sound.bytes()).hasSizeGreaterThan(16_000);

        // A skipped one stays skipped while others are decided
        assertThat(builder.get(queue + "?after=" + first).text()).contains(second.toString());
        Answer decided = builder.post(
                queue + "/" + second,
                new Multipart().field("decision", "reject").field("after", first.toString()));
        assertThat(decided.header("Location")).endsWith(queue + "?after=" + first);
        assertThat(builder.get(queue + "?after=" + first).text()).contains("No recording waits");

        // And what is decided is gone from the queue
        accept(builder.post(queue + "/" + first, new Multipart().field("decision", "approve")));
        assertThat(builder.get(queue).text()).contains("No recording waits");
        String corrections =
                client.get("/api/operators/corrections?voice=" + voice, KEY).text();
        assertThat(corrections).contains("approved", "rejected").doesNotContain("pending");
    }

    // Data

    @Test
    void exportsHaveEveryRatingAndEveryApprovedRecording() throws IOException {
        // Given ratings, of which one has a comment that would be a formula
        for (int i = 0; i < 3; i++) {
            Card card = Card.ofKind(client, voice, "rating");
            Map<String, Object> rating = new HashMap<>(Map.of("score", 1 + i));
            rating.put("comment", i == 0 ? "=1+1" : "a \"quote\", a comma\nand a line");
            assertThat(card.answer(client, rating).status()).isEqualTo(204);
        }
        Builder builder = Builder.signIn(client);
        UUID approved = record();
        record();
        accept(builder.post(page + "/review/" + approved, new Multipart().field("decision", "approve")));

        // Then
        List<CSVRecord> ratings = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(builder.get(page + "/data/ratings.csv").text()))
                .getRecords();
        assertThat(ratings).hasSize(3);
        assertThat(ratings).extracting(row -> row.get("score")).containsExactly("1", "2", "3");
        assertThat(ratings)
                .extracting(row -> row.get("comment"))
                .containsExactly("'=1+1", "a \"quote\", a comma\nand a line", "a \"quote\", a comma\nand a line");
        assertThat(builder.get(page + "/data/pairs.csv").text().lines()).hasSize(1);

        // And the pairs are those that were approved
        Map<String, byte[]> zip =
                unzip(builder.get(page + "/data/recordings.zip").bytes());
        assertThat(zip).containsOnlyKeys(approved + ".wav", approved + ".txt", "recordings.csv");
        assertThat(new String(zip.get(approved + ".txt"), UTF_8)).isNotBlank();
        assertThat(new String(zip.get("recordings.csv"), UTF_8).lines()).hasSize(2);
    }

    private static Map<String, byte[]> unzip(byte[] file) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    // Pages

    @Test
    void markupInSentencesIsEscaped() throws IOException, SQLException {
        Builder builder = Builder.signIn(client);
        accept(builder.post(
                page + "/sentences", new Multipart().field("role", "recording").field("texts", MARKUP)));
        database.update("UPDATE version SET reason = ? WHERE voice = ?", MARKUP, voice);
        for (String path : pages()) {
            assertThat(builder.get(path).text()).as(path).doesNotContain(MARKUP);
        }
        assertThat(builder.get(page + "/sentences").text()).contains("&lt;script&gt;");
    }

    @Test
    void scoresAreAPictureAndATable() throws IOException {
        Builder builder = Builder.signIn(client);
        for (String query : List.of("", "?dark=true")) {
            Answer picture = builder.get(page + "/scores.png" + query);
            assertThat(picture.header("Content-Type")).isEqualTo("image/png");
            assertThat(ImageIO.read(new ByteArrayInputStream(picture.bytes())).getWidth())
                    .isEqualTo(1280);
        }
        assertThat(builder.get(page).text()).contains("scores.png", "<table");
    }

    // Live

    @Test
    void aStepIsShownWithinTwoSecondsOfItsRecord() throws Exception {
        // Given a page that is open
        String job = "live-" + UUID.randomUUID();
        String cookie = Builder.signIn(client).cookie();
        BlockingQueue<String> shown = new LinkedBlockingQueue<>();
        HttpRequest events = HttpRequest.newBuilder(URI.create(
                        "%s/jobs/%s/events".formatted(url.toString().replaceAll("/$", "") + page, job)))
                .header("Cookie", cookie)
                .build();
        CompletableFuture<Void> open = HttpClient.newHttpClient()
                .sendAsync(events, HttpResponse.BodyHandlers.ofLines())
                .thenAccept(answer -> answer.body()
                        .filter(line -> line.startsWith("data:"))
                        .forEach(line -> shown.add(line.substring("data:".length()))));
        probe.send(CloudEvents.toRecord(step(job, 1), "/test"));
        // The service has just started, and its consumer joins its group.
        await().atMost(TIMEOUT.multipliedBy(2)).until(() -> {
            String update = shown.poll(1, TimeUnit.SECONDS);
            return update != null && update.contains("\"trained\"");
        });

        for (int step = 2; step <= 4; step++) {
            // When
            probe.send(CloudEvents.toRecord(step(job, step), "/test"));
            long sent = System.nanoTime();

            // Then
            JsonObject update;
            do {
                update = new JsonObject(shown.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
            } while (update.getLong("step", 0L) != step);
            assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(Duration.ofSeconds(2));
            assertThat(update.getString("kind")).isEqualTo("trained");
            assertThat(update.getLong("steps")).isEqualTo(20);
            assertThat(update.getJsonObject("losses").getDouble("mel")).isEqualTo(0.5);
        }
        open.cancel(true);
    }

    private static StepsTrained step(String job, long step) {
        return new StepsTrained(
                job, "v", step, 1, List.of(), step, 0, 20, 20L, Map.of("mel", 0.5), 1, 1.0, 1e-4, true, 0.1);
    }
}
