package org.dengbej.feedback;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.dengbej.feedback.client.Operator.operator;
import static org.dengbej.feedback.client.TestVoice.recording;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The policy of a voice is data that its builders set, and can be tried before it counts. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class PolicyTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private SpeakingVoice voice;

    @BeforeEach
    void aVoice() {
        voice = SpeakingVoice.of(PolicyTest.class);
    }

    private Response policy() {
        return operator().get("/api/operators/voices/%s/policy".formatted(voice.name()));
    }

    private Response post(String path, String settings) {
        return operator()
                .contentType("application/json")
                .body(settings)
                .post("/api/operators/voices/%s/policy%s".formatted(voice.name(), path));
    }

    /** Sends a recording of two seconds that a voice builder approves. */
    private void approved() {
        String id = given().multiPart("submission", UUID.randomUUID().toString())
                .multiPart("voice", voice.name())
                .multiPart("sentence", voice.recordingSentence())
                .multiPart("consent", "0")
                .multiPart("recording", "r.wav", recording(2))
                .post("/api/corrections")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        operator()
                .post("/api/operators/corrections/%s/approve".formatted(id))
                .then()
                .statusCode(204);
    }

    private List<String> jobs() {
        return given().get("/api/voices/%s/jobs".formatted(voice.name())).path("trigger");
    }

    @Test
    void whatIsSetCountsAndTheRestIsAsConfigured() {
        post("", "{\"targetScore\":1,\"every\":\"P7D\",\"corrections\":500}")
                .then()
                .statusCode(200);

        assertThat(policy().<String>path("settings.every")).isEqualTo("PT168H");
        assertThat(policy().<Integer>path("policy.corrections")).isEqualTo(500);
        assertThat(policy().<Float>path("policy.targetScore")).isEqualTo(1);
        assertThat(policy().<String>path("policy.coolDown")).startsWith("PT");
        assertThat(policy().<Object>path("settings.coolDown")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"corrections\":0}",
                "{\"correctionSeconds\":-1}",
                "{\"targetScore\":6}",
                "{\"every\":\"PT1S\"}",
                "{\"every\":\"weekly\"}",
                "{\"correction\":3}",
                "{\"coolDown\":\"-PT1H\"}",
                "null",
                "[]"
            })
    void aPolicyThatCannotBeIsRefusedAndChangesNothing(String settings) {
        String before = policy().asString();

        post("", settings).then().statusCode(400);
        post("/dry-run", settings).then().statusCode(400);

        assertThat(policy().asString()).isEqualTo(before);
    }

    @Test
    void aDryRunSaysWhatWouldHaveStartedAndStartsNothing() {
        // Given a policy under which nothing starts, and three recordings
        post("", "{\"corrections\":500,\"coolDown\":\"PT0S\",\"targetScore\":1}")
                .then()
                .statusCode(200);
        int before = jobs().size();
        for (int i = 0; i < 3; i++) {
            approved();
        }

        // When
        Response bySeconds = post("/dry-run", "{\"correctionSeconds\":4,\"coolDown\":\"PT0S\",\"targetScore\":1}");
        Response never = post("/dry-run", "{\"corrections\":500,\"targetScore\":1}");

        // Then
        assertThat(bySeconds.<List<String>>path("trigger")).contains("corrections");
        assertThat(bySeconds.<List<Integer>>path("corrections")).first().isEqualTo(2);
        assertThat(never.<List<String>>path("trigger")).isEmpty();
        assertThat(jobs()).hasSize(before);
    }

    @Test
    void aPolicyThatIsDueStartsItsJob() {
        // Given
        post("", "{\"corrections\":500,\"coolDown\":\"PT0S\",\"targetScore\":1}")
                .then()
                .statusCode(200);
        approved();

        // When
        post("", "{\"correctionSeconds\":1.5,\"coolDown\":\"PT0S\",\"targetScore\":1}")
                .then()
                .statusCode(200);

        // Then
        await().atMost(TIMEOUT).until(() -> jobs().contains("corrections"));
        assertThat(policy().<Float>path("policy.correctionSeconds")).isCloseTo(1.5f, within(0f));
    }

    @Test
    void aVoiceThatIsNotThereHasNoPolicy() {
        operator().get("/api/operators/voices/nobody/policy").then().statusCode(404);
        given().get("/api/operators/voices/%s/policy".formatted(voice.name()))
                .then()
                .statusCode(401);
    }
}
