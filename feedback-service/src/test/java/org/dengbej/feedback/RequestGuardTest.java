package org.dengbej.feedback;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dengbej.feedback.client.TestVoice.recording;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dengbej.feedback.client.Answer;
import org.dengbej.feedback.client.Builder;
import org.dengbej.feedback.client.Card;
import org.dengbej.feedback.client.Multipart;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The request guard with small limits, a TLS-terminating proxy at 127.0.0.2, and no operators' key. */
@QuarkusTest
@TestProfile(RequestGuardTest.Small.class)
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class RequestGuardTest {

    public static final class Small implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "dengbej.feedback.limits.reads-per-minute", "20",
                    "dengbej.feedback.limits.ratings-per-minute", "5",
                    "dengbej.feedback.limits.uploads-per-minute", "3",
                    "dengbej.feedback.limits.sign-ins-per-minute", "4",
                    "dengbej.feedback.limits.request-timeout", "PT4S",
                    "dengbej.feedback.operator-key", "",
                    "quarkus.http.idle-timeout", "3S",
                    "quarkus.http.proxy.proxy-address-forwarding", "true",
                    "quarkus.http.proxy.trusted-proxies", "127.0.0.2");
        }
    }

    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String PROXY = "127.0.0.2";

    @TestHTTPResource
    URL url;

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @Inject
    MeterRegistry metrics;

    private SpeakingVoice voice;

    @BeforeEach
    void aVoiceThatSpeaks() {
        voice = SpeakingVoice.of(RequestGuardTest.class);
    }

    /** A client of its own address, of which there are 16 million on this machine. */
    private RawClient client(int number) {
        return new RawClient(url.getPort(), "127.0.1." + number);
    }

    private Answer rate(RawClient client, String headers) throws IOException {
        return client.send(
                "POST",
                "/api/ratings",
                JSON + headers,
                voice.rating(UUID.randomUUID(), 3).getBytes(UTF_8));
    }

    @Test
    void aClientOverItsRateLimitIsRefusedWithRetryAfterAndCounted() throws IOException {
        double before = metrics.counter("dengbej.feedback.rate.limited", "class", "ratings")
                .count();
        try (RawClient fast = client(1)) {
            for (int i = 0; i < 5; i++) {
                assertThat(rate(fast, "").status()).isEqualTo(201);
            }
            Answer refused = rate(fast, "");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 12);
            assertThat(refused.header("Content-Security-Policy")).startsWith("default-src 'none'");
            assertThat(refused.text()).contains("5 per minute");
        }
        assertThat(metrics.counter("dengbej.feedback.rate.limited", "class", "ratings")
                        .count())
                .isGreaterThan(before);
    }

    @Test
    void whoGuessesTheOperatorsKeyHasFewTries() throws IOException {
        try (RawClient guesser = client(17)) {
            for (int i = 0; i < 4; i++) {
                assertThat(Builder.signIn(guesser, "guess " + i).status()).isEqualTo(403);
            }
            Answer refused = Builder.signIn(guesser, "guess");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text()).contains("4 per minute");
        }
    }

    @Test
    void aClientOverItsRateLimitDoesNotAffectOthers() throws IOException {
        try (RawClient fast = client(2);
                RawClient other = client(3)) {
            IntStream.range(0, 10).forEach(i -> assertThat(status(fast)).isIn(201, 429));
            assertThat(rate(fast, "").status()).isEqualTo(429);
            assertThat(rate(other, "").status()).isEqualTo(201);
        }
    }

    private int status(RawClient client) {
        try {
            return rate(client, "").status();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void readsRatingsAndUploadsHaveSeparateLimits() throws IOException {
        try (RawClient client = client(4)) {
            for (int i = 0; i < 3; i++) {
                assertThat(correct(client).status()).isEqualTo(201);
            }
            assertThat(correct(client).status()).isEqualTo(429);
            assertThat(rate(client, "").status()).isEqualTo(201);
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/api/voices", "").status()).isEqualTo(200);
            }
            Answer page = client.get("/?lang=ku", "Accept-Language: ku\r\n");
            assertThat(page.status()).isEqualTo(429);
            assertThat(page.text()).contains("Di carekê de pir zêde");
            assertThat(rate(client, "").status()).isEqualTo(201);
        }
    }

    private Answer correct(RawClient client) throws IOException {
        byte[] form = voice.form(UUID.randomUUID())
                .file("recording", "r", recording(1))
                .bytes();
        return client.send("POST", "/api/corrections", Multipart.HEADER, form);
    }

    /** A recording on the page costs what it costs in the API. */
    @Test
    void aRecordingOnThePageCountsAsAnUpload() throws IOException {
        try (RawClient client = client(5)) {
            Card card = Card.first(client, voice.name());
            for (int i = 0; i < 4; i++) {
                // what the card asks for does not matter to the limit
                Answer sent = client.send("POST", card.path(), Multipart.HEADER + card.header(), form());
                assertThat(sent.status()).isEqualTo(i < 3 ? 400 : 429);
            }
        }
    }

    private static byte[] form() {
        return new Multipart()
                .field("score", "3")
                .file("recording", "r", recording(1))
                .bytes();
    }

    @Test
    void aForwardedAddressCountsOnlyFromATrustedProxyAndFromItsEnd() throws IOException {
        // From any other peer it is ignored
        try (RawClient untrusted = client(6)) {
            for (int i = 0; i < 5; i++) {
                assertThat(rate(untrusted, "X-Forwarded-For: 10.0.0.%d\r\n".formatted(i))
                                .status())
                        .isEqualTo(201);
            }
            assertThat(rate(untrusted, "X-Forwarded-For: 10.0.0.99\r\n").status())
                    .isEqualTo(429);
        }
        // From the proxy its last address is the client, and what the client wrote before it is not
        try (RawClient proxy = new RawClient(url.getPort(), PROXY)) {
            for (int i = 0; i < 5; i++) {
                assertThat(rate(proxy, "X-Forwarded-For: 10.9.9.%d, 10.0.0.7\r\n".formatted(i))
                                .status())
                        .isEqualTo(201);
            }
            assertThat(rate(proxy, "X-Forwarded-For: 10.9.9.99, 10.0.0.7\r\n").status())
                    .isEqualTo(429);
            assertThat(rate(proxy, "X-Forwarded-For: 10.0.0.8\r\n").status()).isEqualTo(201);
        }
    }

    @Test
    void overTlsASiblingDomainCannotSubmitTheFormAndHstsIsSet() throws IOException {
        try (RawClient proxy = new RawClient(url.getPort(), PROXY);
                RawClient plain = client(7)) {
            String tls = "X-Forwarded-For: 10.0.0.9\r\nX-Forwarded-Proto: https\r\n";
            Answer page = proxy.get("/" + voice.name(), tls);
            assertThat(page.header("Strict-Transport-Security")).contains("max-age=31536000");
            assertThat(page.header("Set-Cookie")).contains("Secure");
            Card card = Card.first(proxy, voice.name());

            // A sibling domain, which could plant a cookie, has no way to hide where its form comes from
            byte[] form = new Multipart().field("score", "3").bytes();
            for (String sibling : List.of("Sec-Fetch-Site: same-site\r\n", "Origin: https://sibling.localhost\r\n")) {
                String headers = Multipart.HEADER + tls + card.header() + sibling;
                assertThat(proxy.send("POST", card.path(), headers, form).status())
                        .as(sibling)
                        .isEqualTo(403);
            }
            String own = Multipart.HEADER + tls + card.header() + "Origin: https://localhost\r\n";
            assertThat(proxy.send("POST", card.path(), own, form).status()).isEqualTo(303);

            Answer unencrypted = plain.get("/" + voice.name(), "X-Forwarded-Proto: https\r\n");
            assertThat(unencrypted.header("Strict-Transport-Security")).isEmpty();
        }
    }

    @Test
    void withoutAConfiguredKeyNobodyIsAnOperator() throws IOException {
        try (RawClient client = client(8);
                RawClient inside = new RawClient(management.getPort())) {
            for (String header : new String[] {"", "Authorization: Bearer \r\n", "Authorization: Bearer null\r\n"}) {
                assertThat(client.get("/api/operators/ratings", header).status())
                        .isEqualTo(401);
                assertThat(inside.get("/q/metrics", header).status()).isEqualTo(401);
                assertThat(inside.get("/q/health/ready", header).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void anIdleClientIsDisconnected() throws IOException {
        try (RawClient silent = client(9)) {
            silent.out().write("GET / HTTP/1.1\r\nHost: lo".getBytes(US_ASCII));
            silent.out().flush();
            assertThat(silent.awaitClose()).isTrue();
        }
    }

    /** The idle timeout would never end it. */
    @Test
    void aTricklingBodyIsDisconnected() throws IOException, InterruptedException {
        long beganNanos = System.nanoTime();
        try (RawClient trickling = client(10)) {
            trickling
                    .out()
                    .write("POST /api/ratings HTTP/1.1\r\nHost: x\r\n%sContent-Length: 1000\r\n\r\n"
                            .formatted(JSON)
                            .getBytes(US_ASCII));
            while (System.nanoTime() - beganNanos < 30_000_000_000L) {
                trickling.out().write(' ');
                Thread.sleep(100); // the trickle itself, not a wait for something
            }
            throw new AssertionError("still connected after 30 s");
        } catch (IOException e) {
            assertThat(System.nanoTime() - beganNanos).isGreaterThan(3_000_000_000L);
        }
    }
}
