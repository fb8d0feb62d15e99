package org.dengbej.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dengbej.feedback.client.TestVoice.recording;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.UUID;
import org.dengbej.events.Topics;
import org.dengbej.events.TrainVoice;
import org.dengbej.feedback.client.Answer;
import org.dengbej.feedback.client.Multipart;
import org.dengbej.feedback.client.Operator;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operators' endpoints and metrics need the operators' key. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class OperatorsTest {

    private static final String KEY = Operator.HEADER;
    private static final List<String> OPERATORS = List.of(
            "/api/operators/ratings", "/api/operators/corrections", "/api/operators/outbox", "/api/operators/audit");

    @TestHTTPResource
    URL url;

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @Inject
    Router router;

    private RawClient client;
    private RawClient inside;

    @BeforeEach
    void open() {
        client = new RawClient(url.getPort());
        inside = new RawClient(management.getPort());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        inside.close();
    }

    @Test
    void theOperatorsApiNeedsTheirKey() throws IOException {
        for (String path : OPERATORS) {
            assertThat(client.get(path, KEY).status()).as(path).isEqualTo(200);
            for (String wrong : List.of(
                    "",
                    "Authorization: Bearer\r\n",
                    "Authorization: Bearer \r\n",
                    "Authorization: Bearer wrong\r\n",
                    "Authorization: Bearer the operators of the test\r\n",
                    "Authorization: Basic dGhlIG9wZXJhdG9ycyBvZiB0aGUgdGVzdHM=\r\n",
                    "Cookie: Authorization=the operators of the tests\r\n")) {
                Answer answer = client.get(path, wrong);
                assertThat(answer.status()).as(path + " with " + wrong).isEqualTo(401);
                assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
                assertThat(answer.text()).contains("operators' key").doesNotContain("submission");
            }
        }
        assertThat(client.send("POST", "/api/operators/voices/x/fine-tune", "", new byte[0])
                        .status())
                .isEqualTo(401);
    }

    /** Frameworks read paths in more than one way; the role is asked for by the resource, whatever its path was. */
    @Test
    void noSpellingOfThePathEvadesAuthentication() throws IOException {
        for (String path : List.of(
                "/api//operators/ratings",
                "/api/./operators/ratings",
                "/api/x/../operators/ratings",
                "/api;a=b/operators/ratings",
                "/api/operators;a=b/ratings;c",
                "/api/%6fperators/ratings",
                "/api/operators/ratings/",
                "/API/operators/ratings",
                "//api/operators/ratings",
                "/api%2foperators/ratings",
                "/%61pi/operators/outbox")) {
            assertThat(client.get(path, "").status()).as(path).isIn(401, 404);
        }
    }

    @Test
    void probesNeedNoKeyAndGetNoDetails() throws IOException {
        for (String path : List.of("/q/health/live", "/q/health/ready", "/q/health/started", "/q/health")) {
            Answer probe = inside.get(path, "");
            assertThat(probe.status()).as(path).isEqualTo(200);
            assertThat(new JsonObject(probe.text())).isEqualTo(new JsonObject().put("status", "UP"));
        }
        assertThat(inside.get("/q/health/ready", KEY).text()).contains("Database connections");
        assertThat(inside.get("/q/health/live", KEY).text()).contains("Clock");
    }

    @Test
    void metricsNeedTheKey() throws IOException {
        for (String path :
                List.of("/q/metrics", "/q/metrics/", "/q//metrics", "/q", "/", "/q/health/group/x", "/q/x")) {
            assertThat(inside.get(path, "").status()).as(path).isEqualTo(401);
        }
        assertThat(inside.get("/q/metrics", KEY).text()).contains("http_server");
    }

    @Test
    void theManagementInterfaceIsNotOnTheListenersPort() throws IOException {
        for (String path : List.of(
                "/q/health", "/q/health/ready", "/q/metrics", "/q/openapi", "/q/dev", "/q/swagger-ui", "/metrics")) {
            assertThat(client.get(path, KEY).status()).as(path).isEqualTo(404);
        }
    }

    /** A route that an extension adds is noticed here. */
    @Test
    void everyRouteIsKnown() {
        List<String> paths = router.getRoutes().stream()
                .map(Route::getPath)
                .filter(path -> path != null && !path.equals("/") && !path.equals("/q/"))
                .map(path -> path.replaceAll("-[0-9a-f]{16}", "-HASH"))
                .distinct()
                .sorted()
                .toList();
        assertThat(paths)
                .containsExactly(
                        "/card-HASH.js",
                        "/htmx-HASH.js",
                        "/icon-HASH.svg",
                        "/manifest-HASH.webmanifest",
                        "/openapi",
                        "/openapi.json",
                        "/openapi.yaml",
                        "/openapi.yml",
                        "/recorder-HASH.js",
                        "/studio-HASH.css",
                        "/studio-HASH.js",
                        "/style-HASH.css");
    }

    @Test
    void operatorsReadRatingsAndCorrections() throws IOException {
        // Given
        SpeakingVoice voice = SpeakingVoice.of(OperatorsTest.class);
        String comment = "<script>alert(1)</script>";
        String rating = new JsonObject(voice.rating(UUID.randomUUID(), 2))
                .put("comment", comment)
                .encode();
        client.send("POST", "/api/ratings", "Content-Type: application/json\r\n", rating.getBytes(UTF_8));
        client.send(
                "POST",
                "/api/corrections",
                Multipart.HEADER,
                voice.form(UUID.randomUUID())
                        .file("recording", "r", recording(1))
                        .bytes());

        // When
        Answer ratings = client.get("/api/operators/ratings?voice=" + voice.name(), KEY);
        Answer corrections = client.get("/api/operators/corrections?limit=1&voice=" + voice.name(), KEY);

        // Then
        JsonObject last = new JsonArray(ratings.text()).getJsonObject(0);
        assertThat(last.getString("comment")).isEqualTo(comment);
        assertThat(last.getInteger("score")).isEqualTo(2);
        assertThat(new JsonArray(corrections.text()).getJsonObject(0).getDouble("seconds"))
                .isEqualTo(1.0);

        // And a browser that opens it sees text, and runs nothing
        assertThat(ratings.header("Content-Type")).startsWith("application/json");
        assertThat(ratings.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(ratings.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(ratings.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void operatorsPageThroughRatings() throws IOException {
        SpeakingVoice voice = SpeakingVoice.of(OperatorsTest.class);
        for (int score = 1; score <= 3; score++) {
            String rating = voice.rating(UUID.randomUUID(), score);
            client.send("POST", "/api/ratings", "Content-Type: application/json\r\n", rating.getBytes(UTF_8));
        }
        String path = "/api/operators/ratings?limit=1&voice=" + voice.name();
        JsonObject newest = new JsonArray(client.get(path, KEY).text()).getJsonObject(0);
        JsonObject before = new JsonArray(client.get(path + "&before=" + newest.getString("givenAt"), KEY)
                        .text())
                .getJsonObject(0);
        assertThat(newest.getInteger("score")).isEqualTo(3);
        assertThat(before.getInteger("score")).isEqualTo(2);
    }

    @Test
    void anInvalidQueryIsAnsweredWithAReason() throws IOException {
        for (String query : List.of("limit=0", "limit=1001", "limit=x", "before=yesterday")) {
            assertThat(client.get("/api/operators/ratings?" + query, KEY).status())
                    .as(query)
                    .isEqualTo(400);
        }
        assertThat(client.get("/api/operators/ratings?voice=nobody", KEY).status())
                .isEqualTo(404);
        assertThat(client.get("/api/operators/ratings?voice=%00", KEY).status()).isEqualTo(404);
    }

    @Test
    void operatorsStartOneJobAtATime() throws IOException {
        SpeakingVoice voice = SpeakingVoice.of(TrainVoice.class);
        String path = "/api/operators/voices/%s/fine-tune".formatted(voice.name());
        try (TopicProbe probe = new TopicProbe(KafkaTestResource.bootstrapServers(), Topics.TRAINING_JOBS)) {
            // Without corrections: on the data sets of the voice
            Answer started = client.send("POST", path, KEY, new byte[0]);
            assertThat(started.status()).as(started.text()).isEqualTo(202);
            String job = new JsonObject(started.text()).getString("job");
            assertThat(probe.await(TrainVoice.class, voice.name()).job()).isEqualTo(job);

            // And no second one beside it
            Answer second = client.send("POST", path, KEY, new byte[0]);
            assertThat(second.status()).isEqualTo(409);
            assertThat(second.text()).contains("open job");
        }
        assertThat(client.send("POST", "/api/operators/voices/nobody/fine-tune", KEY, new byte[0])
                        .status())
                .isEqualTo(404);
    }
}
