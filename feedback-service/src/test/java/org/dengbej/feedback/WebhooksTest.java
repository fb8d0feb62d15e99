package org.dengbej.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.dengbej.events.Topics;
import org.dengbej.feedback.client.Answer;
import org.dengbej.feedback.client.Builder;
import org.dengbej.feedback.client.Multipart;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.TestVoice;
import org.dengbej.feedback.database.Database;
import org.dengbej.feedback.webhook.Webhooks;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.dengbej.testing.TopicProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks, from the event to a server that at first does not take it. */
@QuarkusTest
@TestProfile(WebhooksTest.Inside.class)
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class WebhooksTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String PROMOTED = "org.dengbej.VoicePromoted.v1";

    /** A service whose webhooks may be on this machine. */
    public static final class Inside implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dengbej.feedback.webhooks.private-addresses", "true");
        }
    }

    private record Received(String id, String timestamp, String signature, byte[] body) {}

    @TempDir
    static Path folder;

    @TestHTTPResource
    URL url;

    @Inject
    Database database;

    @Inject
    Webhooks webhooks;

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private RawClient client;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.start();
        client = new RawClient(url.getPort());
    }

    @AfterEach
    void close() throws IOException {
        server.stop(0);
        client.close();
    }

    /** Refuses what comes first. */
    private void receive(HttpExchange exchange) throws IOException {
        received.add(new Received(
                exchange.getRequestHeaders().getFirst("webhook-id"),
                exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                exchange.getRequestHeaders().getFirst("webhook-signature"),
                exchange.getRequestBody().readAllBytes()));
        exchange.sendResponseHeaders(received.size() == 1 ? 500 : 204, -1);
        exchange.close();
    }

    private Multipart form(String address) {
        return new Multipart().field("url", address).field("type", PROMOTED);
    }

    @Test
    void anEventArrivesSignedAndIsSentAgainUntilItIsTaken() throws IOException, SQLException {
        // Given
        Builder builder = Builder.signIn(client);
        String address =
                "http://127.0.0.1:%d/hook?a=b".formatted(server.getAddress().getPort());
        Answer added = builder.post("/studio/webhooks", form(address));
        assertThat(added.status()).as(added.text()).isEqualTo(303);
        String secret = webhooks.all().get(0).secret();

        // When a voice is promoted
        String voice = "hook-" + UUID.randomUUID();
        try (TopicProbe probe = new TopicProbe(KafkaTestResource.bootstrapServers(), Topics.FEEDBACK)) {
            TestVoice.promote(voice, 1, folder, probe);
        }

        // Then it arrives, is refused, and arrives again
        await().atMost(TIMEOUT).until(() -> received.size() == 2);
        for (Received each : received) {
            String signed = "%s.%s.%s".formatted(each.id(), each.timestamp(), Buffer.buffer(each.body()));
            byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
            assertThat(each.signature())
                    .isEqualTo("v1,"
                            + Base64.getEncoder()
                                    .encodeToString(new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmac(signed)));
            JsonObject body = new JsonObject(Buffer.buffer(each.body()));
            assertThat(body.getString("type")).isEqualTo(PROMOTED);
            assertThat(body.getJsonObject("data").getString("voice")).isEqualTo(voice);
        }
        assertThat(received.get(0).id()).isEqualTo(received.get(1).id());

        // And is not sent a third time
        await().atMost(TIMEOUT)
                .until(
                        () -> database.exists(
                                "SELECT 1 FROM webhook_delivery WHERE delivered_at IS NOT NULL AND attempts = 2 AND next_attempt_at IS NULL"));
        assertThat(builder.get("/studio/webhooks").text()).contains(address.substring(0, 20), "delivered");

        // When it is removed
        UUID id = webhooks.all().get(0).id();
        assertThat(builder.post("/studio/webhooks/%s/remove".formatted(id)).status())
                .isEqualTo(303);
        assertThat(webhooks.all()).isEmpty();
        assertThat(builder.get("/studio/audit").text()).contains("add_webhook", "remove_webhook");
    }

    @Test
    void onlyAddressesOfTheWebAreTaken() throws IOException {
        Builder builder = Builder.signIn(client);
        for (String address : List.of(
                "",
                "ftp://example.com",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "//x",
                "http:///x",
                "http://a:b@c/")) {
            assertThat(builder.post("/studio/webhooks", form(address)).status())
                    .as(address)
                    .isEqualTo(400);
        }
        assertThat(builder.post(
                                "/studio/webhooks",
                                new Multipart()
                                        .field("url", "https://example.com")
                                        .field("type", "x"))
                        .status())
                .isEqualTo(400);
        assertThat(builder.post("/studio/webhooks/%s/remove".formatted(UUID.randomUUID()))
                        .status())
                .isEqualTo(404);
    }
}
