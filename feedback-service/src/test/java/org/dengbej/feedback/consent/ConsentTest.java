package org.dengbej.feedback.consent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dengbej.feedback.client.TestVoice.recording;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URL;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;
import org.dengbej.feedback.client.Answer;
import org.dengbej.feedback.client.Card;
import org.dengbej.feedback.client.Multipart;
import org.dengbej.feedback.client.Operator;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody is recorded who has not agreed to the text that counts, and what was agreed to is receipted word for word. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class ConsentTest {

    private static final String KEY = Operator.HEADER;
    private static final String JSON = "Content-Type: application/json\r\n";

    @TestHTTPResource
    URL url;

    private RawClient client;
    private SpeakingVoice voice;

    @BeforeEach
    void open() {
        voice = SpeakingVoice.of(ConsentTest.class);
        client = new RawClient(url.getPort());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
    }

    private String page(Card card) throws IOException {
        return client.get(card.path() + "?lang=en", card.header()).text();
    }

    private Answer agreeOnThePage(Card card, Multipart form) throws IOException {
        return client.send(
                "POST",
                "/%s/consent?lang=en".formatted(card.voice()),
                Multipart.HEADER + card.header(),
                form.field("lang", "en").bytes());
    }

    private JsonArray receipts(Card card) throws IOException {
        return new JsonObject(client.get("/api/me", card.header()).text()).getJsonArray("consents");
    }

    private JsonObject text(String voice) throws IOException {
        return new JsonObject(
                client.get("/api/voices/%s/consent".formatted(voice), "").text());
    }

    @Test
    void aRecordingIsRefusedWithoutConsentAndTakenWithIt() throws IOException {
        // Given a listener who is asked for a recording
        Card card = Card.ofKind(client, voice.name(), "recording");

        // When it is sent at once
        Answer refused = card.record(client, recording(1));

        // Then
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("consent", "version 0");
        assertThat(page(card)).contains("Before you record", "/consent").doesNotContain("dengbej-recorder");
        Answer again = client.send("POST", "/api/voices/%s/cards".formatted(voice.name()), card.header(), new byte[0]);
        assertThat(new JsonObject(again.text()).getInteger("consent")).isZero();

        // When the page's form is sent, first without the tick
        assertThat(agreeOnThePage(card, new Multipart().field("version", "0")).status())
                .isEqualTo(400);
        Answer agreed =
                agreeOnThePage(card, new Multipart().field("version", "0").field("agreed", "yes"));

        // Then
        assertThat(agreed.status()).as(agreed.text()).isEqualTo(303);
        assertThat(page(card)).contains("dengbej-recorder").doesNotContain("Before you record");
        assertThat(card.record(client, recording(1)).status()).isEqualTo(204);
        JsonObject receipt = receipts(card).getJsonObject(0);
        String text = text(voice.name()).getJsonObject("texts").getString("en");
        assertThat(receipt.getString("voice")).isEqualTo(voice.name());
        assertThat(receipt.getInteger("version")).isZero();
        assertThat(receipt.getString("text")).isEqualTo(text);
        assertThat(receipt.getString("sha256")).isEqualTo(DigestUtils.sha256Hex(text));
        assertThat(receipt.getInstant("givenAt")).isNotNull();
    }

    @Test
    void aNewTextAsksAgain() throws IOException {
        // Given a listener who has agreed
        SpeakingVoice other = SpeakingVoice.of(Consents.class);
        Card card = Card.ofKind(client, other.name(), "recording");
        assertThat(card.agree(client, 0).status()).isEqualTo(200);

        // When the voice has a text of its own
        Answer set = setText(other.name(), KEY, texts("ku", "ckb", "tr", "en"));
        assertThat(set.status()).as(set.text()).isEqualTo(201);

        // Then
        assertThat(new JsonObject(set.text()).getInteger("version")).isEqualTo(1);
        Answer refused = card.record(client, recording(1));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("version 1");
        assertThat(page(card)).contains("text &lt;b&gt; en").doesNotContain("<b>");
        assertThat(card.agree(client, 0).status()).as("what counts no more").isEqualTo(409);

        // When it is agreed to, twice
        for (int i = 0; i < 2; i++) {
            assertThat(card.agree(client, 1).status()).isEqualTo(200);
        }

        // Then
        assertThat(card.record(client, recording(1)).status()).isEqualTo(204);
        assertThat(receipts(card)).hasSize(2);
        assertThat(receipts(card).getJsonObject(0).getString("text")).isEqualTo("text <b> en");
    }

    private Answer setText(String voice, String key, JsonObject texts) throws IOException {
        return client.send(
                "POST",
                "/api/operators/voices/%s/consent".formatted(voice),
                JSON + key,
                new JsonObject().put("texts", texts).encode().getBytes(UTF_8));
    }

    private static JsonObject texts(String... languages) {
        JsonObject texts = new JsonObject();
        for (String language : languages) {
            texts.put(language, "text <b> " + language);
        }
        return texts;
    }

    @Test
    void aTextIsInEveryLanguageAndOfOperatorsAlone() throws IOException {
        Answer missing = setText(voice.name(), KEY, texts("ku", "ckb", "tr"));
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.text()).contains("texts.en");
        assertThat(setText(voice.name(), KEY, texts("ku", "ckb", "tr", "en", "xx"))
                        .status())
                .isEqualTo(400);
        assertThat(setText("nobody", KEY, texts("ku", "ckb", "tr", "en")).status())
                .isEqualTo(404);
        assertThat(setText(voice.name(), "", texts("ku", "ckb", "tr", "en")).status())
                .isEqualTo(401);
        assertThat(text(voice.name()).getInteger("version")).isZero();
    }

    @Test
    void anAnonymousRecordingNamesTheVersionThatWasAgreedTo() throws IOException {
        for (String version : new String[] {"", "7"}) {
            assertThat(correct(version).status()).as(version).isEqualTo(403);
        }
        assertThat(correct("x").status()).isEqualTo(400);
        assertThat(correct("0").status()).isEqualTo(201);
    }

    private Answer correct(String version) throws IOException {
        byte[] form = new Multipart()
                .field("submission", UUID.randomUUID().toString())
                .field("voice", voice.name())
                .field("sentence", voice.sentence())
                .field("consent", version)
                .file("recording", "r", recording(1))
                .bytes();
        return client.send("POST", "/api/corrections", Multipart.HEADER, form);
    }
}
