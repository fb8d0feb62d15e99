package org.dengbej.feedback;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.dengbej.feedback.client.Operator.operator;
import static org.dengbej.feedback.client.TestVoice.SENTENCES;
import static org.dengbej.feedback.client.TestVoice.recording;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.CorrectionRecorded;
import org.dengbej.events.Event;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.PrepareDataset;
import org.dengbej.events.RatingGiven;
import org.dengbej.events.Topics;
import org.dengbej.events.TrainVoice;
import org.dengbej.events.VoiceRolledBack;
import org.dengbej.events.WeightedDataset;
import org.dengbej.feedback.client.TestVoice;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class FeedbackServiceTest {

    @TempDir
    static Path folder;

    private TopicProbe probe;
    private String voice;

    @BeforeEach
    void aVoiceThatSpeaks() {
        probe = new TopicProbe(
                KafkaTestResource.bootstrapServers(),
                Topics.FEEDBACK,
                Topics.DATASET_REQUESTS,
                Topics.TRAINING_JOBS,
                Topics.deadLetter(Topics.CHECKPOINTS));
        voice = "voice-" + UUID.randomUUID();
        promote(1);
    }

    @AfterEach
    void close() {
        probe.close();
    }

    private void promote(long seed) {
        TestVoice.promote(voice, seed, folder, probe);
    }

    /** Publishes the voice's second version and makes it the champion by hand. */
    private void replace(long seed) {
        TestVoice.publish(voice, seed, folder, probe);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> versions().<String>path("[0].state").equals("challenger"));
        operator()
                .post("/api/operators/voices/%s/versions/2/promote".formatted(voice))
                .then()
                .statusCode(204);
    }

    private Response versions() {
        return operator().get("/api/operators/voices/%s/versions".formatted(voice));
    }

    private void send(Event event) {
        probe.send(CloudEvents.toRecord(event, "/test"));
    }

    private String sentence(int index) {
        return sentence("evaluation", index);
    }

    private String sentence(String role, int index) {
        return given().get("/api/voices/%s/sentences".formatted(voice))
                .path("findAll { it.role == '%s' }[%d].id".formatted(role, index));
    }

    private Map<String, Object> rating() {
        Map<String, Object> rating = new HashMap<>();
        rating.put("submission", UUID.randomUUID().toString());
        rating.put("voice", voice);
        rating.put("sentence", sentence(0));
        rating.put("score", 4);
        rating.put("problems", List.of("noise"));
        rating.put("comment", "<script>alert(1)</script>");
        return rating;
    }

    private static Response post(Object rating) {
        return given().contentType(ContentType.JSON).body(rating).post("/api/ratings");
    }

    private Response correct(String submission, byte[] recording) {
        return given().multiPart("submission", submission)
                .multiPart("voice", voice)
                .multiPart("sentence", sentence("recording", 0))
                .multiPart("consent", "0")
                .multiPart("recording", "../../etc/passwd", recording)
                .post("/api/corrections");
    }

    private Response correct(byte[] recording) {
        return correct(UUID.randomUUID().toString(), recording);
    }

    @Test
    void aSentenceCanBeHeard() {
        Response sentences = given().get("/api/voices/%s/sentences".formatted(voice));
        assertThat(sentences.<List<String>>path("findAll { it.role == 'evaluation' }.text"))
                .isEqualTo(SENTENCES);
        byte[] wav = given().get(sentences.<String>path("[0].audio"))
                .then()
                .statusCode(200)
                .contentType("audio/wav")
                .extract()
                .asByteArray();
        assertThat(new String(wav, 0, 4, UTF_8)).isEqualTo("RIFF");
    }

    @Test
    void aVoiceBuilderReplacesTheVoiceAndTakesThatBack() {
        // Given
        String before = sentence(0);

        // When
        replace(2);

        // Then
        String after = sentence(0);
        assertThat(after).isNotEqualTo(before);
        // and a rating of what was heard before is still taken
        Map<String, Object> rating = rating();
        rating.put("sentence", before);
        post(rating).then().statusCode(201);

        // When
        operator()
                .post("/api/operators/voices/%s/roll-back".formatted(voice))
                .then()
                .statusCode(204);

        // Then
        assertThat(sentence(0)).isEqualTo(before);
        VoiceRolledBack event = probe.await(
                VoiceRolledBack.class, rolledBack -> rolledBack.voice().equals(voice));
        assertThat(event.reason()).contains("voice builder");
        assertThat(versions().<List<String>>path("state")).containsExactly("retired", "champion");
        operator()
                .post("/api/operators/voices/%s/roll-back".formatted(voice))
                .then()
                .statusCode(409);
    }

    @Test
    void aCheckpointOfAnotherVoicesJobIsDeadLettered() {
        // Given
        String other = "other-" + UUID.randomUUID();
        TestVoice.promote(other, 5, folder, probe);
        URI model = TestVoice.write(folder.resolve("stranger"), 6);

        // When a job of the other voice brings a checkpoint of this one
        CheckpointSaved mine = TestVoice.checkpoint(voice, 6, model);
        send(new CheckpointSaved(
                voice, other + "-job-5", model, 6, 1, true, mine.sha256(), Map.of(), mine.samples(), List.of()));

        // Then
        assertThat(TopicProbe.header(
                        probe.records(Topics.deadLetter(Topics.CHECKPOINTS), 1).get(0), "dead-letter-reason"))
                .contains("must be the voice of its job", other, voice);
        assertThat(versions().<List<Integer>>path("number")).containsExactly(1);
    }

    @Test
    void aCheckpointWithOtherWeightsThanItSaysIsDeadLettered() {
        // Given
        URI model = TestVoice.write(folder.resolve("changed-" + voice), 7);
        CheckpointSaved saved = TestVoice.checkpoint(voice, 7, model);
        send(TestVoice.started(voice, saved.job()));

        // When
        send(new CheckpointSaved(
                voice, saved.job(), model, 7, 1, true, "0".repeat(64), Map.of(), saved.samples(), List.of()));

        // Then
        assertThat(TopicProbe.header(
                        probe.records(Topics.deadLetter(Topics.CHECKPOINTS), 1).get(0), "dead-letter-reason"))
                .contains("CheckpointSaved.sha256", saved.sha256());
    }

    @Test
    void aCheckpointThatCannotBeReadIsDeadLetteredAndTheVoiceStays() {
        send(TestVoice.started(voice, "bad-" + voice));
        send(new CheckpointSaved(
                voice,
                "bad-" + voice,
                URI.create("file:///no/such/"),
                9,
                1,
                true,
                "x",
                Map.of(),
                List.of(),
                List.of()));
        assertThat(TopicProbe.header(
                        probe.records(Topics.deadLetter(Topics.CHECKPOINTS), 1).get(0), "dead-letter-reason"))
                .contains("model.safetensors");
        assertThat(sentence(0)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "dengbej.checkpoints, org.dengbej.CheckpointSaved.v1",
        "dengbej.checkpoints, org.dengbej.CheckpointSaved.v2",
        "dengbej.training-events, org.dengbej.JobCompleted.v1",
        "dengbej.training-events, org.dengbej.JobFailed.v9"
    })
    void theLargestRecordAndAnotherVersionAreDeadLetteredAndTheNextRecordIsHandled(String topic, String type) {
        // Given
        String dead = Topics.deadLetter(topic);
        try (TopicProbe deadLetters = new TopicProbe(KafkaTestResource.bootstrapServers(), dead)) {
            // When
            byte[] largest = new byte[Topics.MAX_MESSAGE_BYTES - 1024];
            ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, voice, largest);
            record.headers().add("ce_type", type.getBytes(UTF_8));
            deadLetters.send(record);

            // Then
            assertThat(deadLetters.records(dead, 1).get(0).value()).isEqualTo(largest);
            String before = sentence(0);
            replace(3);
            assertThat(sentence(0)).isNotEqualTo(before);
        }
    }

    @Test
    void aRatingIsTakenOnceAndReachesTheTopicOnce() {
        // When it is sent twice
        Map<String, Object> rating = rating();
        String id = post(rating).then().statusCode(201).extract().path("id");
        String again = post(rating).then().statusCode(201).extract().path("id");

        // Then
        assertThat(again).isEqualTo(id);
        RatingGiven event =
                probe.await(RatingGiven.class, given -> given.rating().equals(id));
        assertThat(event.score()).isEqualTo(4);
        assertThat(event.sentence()).isEqualTo(SENTENCES.get(0));
        assertThat(probe.all(RatingGiven.class).stream()
                        .filter(given -> given.rating().equals(id)))
                .hasSize(1);
    }

    @Test
    void aWrongRatingIsAnsweredWithAReason() {
        assertWrong("score", 6, 400, "1 (bad) to 5");
        assertWrong("score", null, 400, "score is missing");
        assertWrong("submission", "x", 400, "submission must be a UUID");
        assertWrong("sentence", UUID.randomUUID().toString(), 404, "no such sentence");
        assertWrong("voice", "another", 404, "no such sentence");
        assertWrong("problems", List.of("everything"), 400, "pronunciation");
        assertWrong("comment", "x".repeat(2001), 400, "2000");
        assertWrong("score", "many", 400, "");
        given().contentType(ContentType.JSON)
                .body("{")
                .post("/api/ratings")
                .then()
                .statusCode(400);
        given().contentType(ContentType.JSON)
                .body("")
                .post("/api/ratings")
                .then()
                .statusCode(400);
    }

    private void assertWrong(String field, Object value, int status, String reason) {
        Map<String, Object> rating = rating();
        rating.put(field, value);
        post(rating).then().statusCode(status).body(containsString(reason));
    }

    @Test
    void threeApprovedCorrectionsStartOneJobAndItsEndLetsTheNextStart() throws IOException {
        // When
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(correct(recording(2)).then().statusCode(201).extract().path("id"));
        }
        for (String id : ids.subList(0, 3)) {
            operator()
                    .post("/api/operators/corrections/%s/approve".formatted(id))
                    .then()
                    .statusCode(204);
        }

        // Then
        TrainVoice job = probe.await(TrainVoice.class, voice);
        PrepareDataset dataset = probe.await(PrepareDataset.class, job.job());
        assertThat(dataset.layout()).isEqualTo("pairs");
        for (String id : ids) {
            assertThat(Path.of(dataset.source()).resolve(id + ".wav")).isNotEmptyFile();
            assertThat(Path.of(dataset.source()).resolve(id + ".txt")).hasContent("Silav, tu çawa yî?");
        }
        assertThat(job.preset()).isEqualTo("corrections");
        assertThat(job.resolvedHyperparameters().learningRate()).isEqualTo(1e-5);
        assertThat(job.sampleSentences()).isEqualTo(SENTENCES);
        assertThat(job.datasets())
                .as("two of three utterances come from the data set on which the voice was made")
                .containsExactly(new WeightedDataset(job.job(), 1.0), new WeightedDataset("base", 1.0, 0.667));
        for (String id : ids) {
            CorrectionRecorded event = probe.await(
                    CorrectionRecorded.class, recorded -> recorded.correction().equals(id));
            assertThat(Path.of(event.recording())).isNotEmptyFile();
        }

        // And what follows waits for the next
        ids.add(correct(recording(2)).then().statusCode(201).extract().path("id"));
        given().get("/api/voices/%s/jobs".formatted(voice))
                .then()
                .body("size()", equalTo(1))
                .body("[0].state", equalTo("open"))
                .body("[0].corrections", equalTo(3));

        // And when that job ends
        send(new JobCompleted(job.job(), voice, 1, 1, 0, List.of(), URI.create("file:///m"), 1, null));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> given().get("/api/voices/%s/jobs".formatted(voice))
                        .<String>path("[0].state")
                        .equals("completed"));
    }

    @Test
    void aCorrectionSentTwiceIsOne() {
        String submission = UUID.randomUUID().toString();
        String id = correct(submission, recording(1)).path("id");
        assertThat(correct(submission, recording(1)).<String>path("id")).isEqualTo(id);
    }

    @Test
    void aWrongRecordingIsAnsweredWithAReason() {
        correct("no sound at all".getBytes(UTF_8)).then().statusCode(422).body(containsString("WAV"));
        correct(recording(0.2)).then().statusCode(422).body(containsString("at least"));
        correct(recording(31)).then().statusCode(422).body(containsString("longer than"));
        correct(new byte[0]).then().statusCode(422);
        correct(new byte[8_500_000]).then().statusCode(413);
        given().multiPart("voice", voice).post("/api/corrections").then().statusCode(400);
    }

    @Test
    void theInterfaceIsDescribed() {
        given().get("/openapi").then().statusCode(200).body(containsString("/api/corrections"));
    }
}
