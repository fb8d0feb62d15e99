package org.dengbej.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.dengbej.feedback.client.TestVoice.recording;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dengbej.feedback.client.Answer;
import org.dengbej.feedback.client.Multipart;
import org.dengbej.feedback.client.Operator;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Metrics as an operator's Prometheus scrapes them. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class MetricsTest {

    private static final String KEY = Operator.HEADER;
    private static final Path DOCUMENTATION = Path.of("../docs/metrics-feedback-service.md");
    private static final Pattern EXPOSED = Pattern.compile("# TYPE (dengbej_feedback_\\w+)");
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(dengbej_feedback_\\w+)`");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TestHTTPResource
    URL url;

    @TestHTTPResource(value = "/", management = true)
    URL management;

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

    private String scrape() throws IOException {
        Answer answer = inside.get("/q/metrics", KEY + "Accept: text/plain\r\n");
        assertThat(answer.status()).isEqualTo(200);
        return answer.text();
    }

    /** A sample's value; NaN when there is none of that name and label. */
    private double value(String name, String label) throws IOException {
        return scrape().lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyMetricIsDocumentedAndEveryDocumentedOneIsExposed() throws IOException {
        assertThat(names(EXPOSED, scrape())).isEqualTo(names(DOCUMENTED, Files.readString(DOCUMENTATION)));
    }

    @Test
    void everyLabelIsThereBeforeTheFirstEvent() throws IOException {
        for (String outcome : new String[] {"accepted", "repeated", "conflict", "rejected", "failed"}) {
            String label = "outcome=\"%s\"".formatted(outcome);
            assertThat(value("dengbej_feedback_ratings_total", label)).isNotNaN();
            assertThat(value("dengbej_feedback_corrections_total", label)).isNotNaN();
        }
        for (String rateLimit : new String[] {"reads", "ratings", "uploads", "sign_ins"}) {
            assertThat(value("dengbej_feedback_rate_limited_requests_total", "class=\"%s\"".formatted(rateLimit)))
                    .isNotNaN();
        }
        for (String state : new String[] {"started", "completed", "failed"}) {
            assertThat(value("dengbej_feedback_fine_tune_jobs_total", "state=\"%s\"".formatted(state)))
                    .isNotNaN();
        }
    }

    @Test
    void submissionsAreCountedByOutcome() throws IOException {
        // Given
        SpeakingVoice voice = SpeakingVoice.of(MetricsTest.class);
        UUID submission = UUID.randomUUID();
        String[] outcomes = {"accepted", "repeated", "conflict", "rejected"};
        double[] ratings = counts("dengbej_feedback_ratings_total", outcomes);
        double[] corrections = counts("dengbej_feedback_corrections_total", outcomes);

        // When each outcome is brought about once
        for (int score : new int[] {4, 4, 1, 6}) {
            client.send(
                    "POST",
                    "/api/ratings",
                    "Content-Type: application/json\r\n",
                    voice.rating(submission, score).getBytes(UTF_8));
        }
        for (byte[] sound : new byte[][] {recording(1), recording(1), recording(2), new byte[10]}) {
            byte[] form = voice.form(submission).file("recording", "r", sound).bytes();
            client.send("POST", "/api/corrections", Multipart.HEADER, form);
        }

        // Then
        for (int i = 0; i < outcomes.length; i++) {
            assertThat(counts("dengbej_feedback_ratings_total", outcomes)[i]).isEqualTo(ratings[i] + 1);
            assertThat(counts("dengbej_feedback_corrections_total", outcomes)[i])
                    .isEqualTo(corrections[i] + 1);
        }
        assertThat(value("dengbej_feedback_decoding_seconds_count", "")).isGreaterThanOrEqualTo(4);
        assertThat(value("dengbej_feedback_synthesis_seconds_count", "")).isGreaterThanOrEqualTo(2);
        assertThat(value("dengbej_feedback_promotions_total", "")).isGreaterThanOrEqualTo(1);
    }

    private double[] counts(String name, String[] outcomes) throws IOException {
        double[] counts = new double[outcomes.length];
        for (int i = 0; i < outcomes.length; i++) {
            counts[i] = value(name, "outcome=\"%s\"".formatted(outcomes[i]));
        }
        return counts;
    }

    @Test
    void theOutboxIsMeasuredAndEmptiesItself() throws IOException {
        double sent = value("dengbej_feedback_outbox_sent_events_total", "");
        SpeakingVoice voice = SpeakingVoice.of(MetricsTest.class);
        client.send(
                "POST",
                "/api/ratings",
                "Content-Type: application/json\r\n",
                voice.rating(UUID.randomUUID(), 5).getBytes(UTF_8));
        await().atMost(TIMEOUT).until(() -> value("dengbej_feedback_outbox_sent_events_total", "") > sent);
        await().atMost(TIMEOUT).until(() -> value("dengbej_feedback_outbox_waiting_events", "") == 0);
        await().atMost(TIMEOUT).until(() -> value("dengbej_feedback_outbox_oldest_age_seconds", "") == 0);
    }

    @Test
    void everyKafkaClientReportsItsMetrics() throws IOException {
        String scraped = scrape();
        assertThat(scraped).containsPattern("kafka_producer_record_send_total\\{[^}]*kafka-producer-outbox");
        for (String channel : new String[] {"checkpoints", "training-events", "telemetry"}) {
            assertThat(scraped)
                    .containsPattern(
                            "kafka_consumer_fetch_manager_records_consumed_total\\{[^}]*kafka-consumer-" + channel);
        }
    }
}
