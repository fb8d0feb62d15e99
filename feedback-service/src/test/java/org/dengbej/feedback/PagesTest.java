package org.dengbej.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.dengbej.feedback.client.Answer;
import org.dengbej.feedback.client.Builder;
import org.dengbej.feedback.client.Card;
import org.dengbej.feedback.client.Multipart;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.feedback.client.TestVoice;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Headers and bodies of all responses, successful or not. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class PagesTest {

    private static final Pattern ASSET = Pattern.compile("(?:href|src)=\"(/[^\"?/]+\\.[a-z]+)\"");
    private static final String JSON = "Content-Type: application/json\r\n";

    @TestHTTPResource
    URL url;

    private SpeakingVoice voice;
    private RawClient client;

    @BeforeEach
    void open() {
        voice = SpeakingVoice.of(PagesTest.class);
        client = new RawClient(url.getPort());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
    }

    private void assertSafe(int status, Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        String policy = answer.header("Content-Security-Policy");
        assertThat(policy)
                .as("policy of %d", status)
                .startsWith("default-src 'none'")
                .doesNotContain("unsafe", "*", "http:", "data:");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(answer.header("Server")).isEmpty();
        assertThat(answer.header("X-Powered-By")).isEmpty();
        assertThat(answer.text())
                .doesNotContain("Quarkus", "RESTEASY", "Vert.x", "Exception", "at org.", "at java", "at io.")
                .doesNotContainPattern(
                        "<script(?! type=\"module\" src=\"/(recorder|card|studio|htmx)-[0-9a-f]{16}.js\">)")
                .doesNotContainPattern("\\son[a-z]+=\"")
                .doesNotContainPattern("style=\"");
    }

    @Test
    void pagesAndFilesAreSafe() throws IOException {
        Card card = Card.first(client, voice.name());
        for (String language : List.of("ku", "ckb", "tr", "en", "xx")) {
            assertSafe(200, client.get(card.path() + "?lang=" + language, card.header()));
            assertSafe(303, client.get("/%s?lang=%s".formatted(voice.name(), language), card.header()));
            assertSafe(404, client.get("/nobody?lang=" + language, ""));
            assertSafe(200, client.get("/me?lang=" + language, ""));
            assertSafe(200, client.get("/me?lang=" + language, card.header()));
        }
        assertSafe(303, client.get("/", ""));
        for (String asset : assets()) {
            assertSafe(200, client.get(asset, ""));
        }
        assertSafe(200, client.get("/openapi", ""));
        assertSafe(200, client.get("/api/voices", ""));
        assertSafe(200, client.get("/api/voices/%s/sentences".formatted(voice.name()), ""));
    }

    @Test
    void thePagesOfTheStudioAreSafe() throws IOException {
        assertSafe(200, client.get("/studio", ""));
        assertSafe(303, client.get("/studio/audit", ""));
        assertSafe(403, Builder.signIn(client, "wrong"));
        Builder builder = Builder.signIn(client);
        for (String path : List.of("", "/audit", "/webhooks", "/settings")) {
            assertSafe(200, builder.get("/studio" + path));
        }
        for (String path : List.of("", "/versions/1", "/review", "/jobs", "/sentences", "/listeners", "/data")) {
            assertSafe(200, builder.get("/studio/voices/" + voice.name() + path));
        }
        assertSafe(404, builder.get("/studio/nowhere"));
        assertSafe(404, builder.get("/studio/voices/nobody"));
        assertSafe(405, client.send("DELETE", "/studio", builder.header(), null));
        for (String asset : ASSET.matcher(builder.get("/studio").text())
                .results()
                .map(match -> match.group(1))
                .filter(path -> !path.contains("htmx"))
                .toList()) {
            assertSafe(200, client.get(asset, ""));
        }
    }

    /** The page of a card. */
    private Answer page(String language) throws IOException {
        Card card = Card.first(client, voice.name());
        return client.get(card.path() + "?lang=" + language, card.header());
    }

    /** Paths of the files that the page names. */
    private List<String> assets() throws IOException {
        return ASSET.matcher(page("en").text())
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void aFileIsKeptByBrowsersUntilItChanges() throws IOException {
        assertThat(assets())
                .extracting(path -> path.replaceAll("-[0-9a-f]{16}", ""))
                .contains("/style.css", "/recorder.js", "/icon.svg", "/manifest.webmanifest");
        for (String asset : assets()) {
            if (asset.matches(".*-[0-9a-f]{16}\\..*")) {
                assertThat(client.get(asset, "").header("Cache-Control"))
                        .as(asset)
                        .contains("immutable");
            }
        }
        assertThat(client.get("/style-0000000000000000.css", "").status()).isEqualTo(404);
    }

    @Test
    void theFirstViewIsSmall() throws IOException {
        int bytes = page("ckb").bytes().length;
        for (String asset : assets()) {
            bytes += client.get(asset, "Accept-Encoding: gzip\r\n").bytes().length;
        }
        assertThat(bytes).isLessThan(40_000);
    }

    @Test
    void aSharedLinkHasATitleAndADescription() throws IOException {
        assertThat(page("tr").text())
                .contains("<meta property=\"og:title\" content=\"Ses nasıl?\">", "<meta property=\"og:description\"");
    }

    @Test
    void errorsAreSafeAndStateTheReason() throws IOException {
        assertSafe(404, client.get("/nowhere", ""));
        assertSafe(404, client.get("/api/nowhere", ""));
        assertSafe(405, client.send("DELETE", "/demo/0a", "", null));
        assertSafe(405, client.get("/api/ratings", ""));
        assertSafe(405, client.send("PUT", "/api/ratings", JSON, new byte[2]));
        assertSafe(405, client.send("TRACE", "/", "", null));
        assertSafe(406, client.get("/api/voices", "Accept: image/png\r\n"));
        assertSafe(413, client.send("POST", "/api/ratings", JSON, new byte[200_000]));
        assertSafe(413, client.send("POST", "/demo/0a", Multipart.HEADER, new byte[10_000_000]));
        assertSafe(415, client.send("POST", "/api/ratings", "Content-Type: text/plain\r\n", new byte[2]));
        assertSafe(400, client.send("POST", "/api/ratings", "", new byte[2]));
        assertSafe(400, client.send("POST", "/api/ratings", JSON, "{".getBytes(UTF_8)));
        assertSafe(400, client.send("POST", "/api/ratings", JSON, new byte[0]));
        assertSafe(400, client.send("POST", "/demo/0a", Multipart.HEADER, new Multipart().bytes()));
        assertSafe(415, client.send("POST", "/api/operators/corrections", Multipart.HEADER, new Multipart().bytes()));
        assertThat(client.get("/%", "").status()).isEqualTo(400);
    }

    @Test
    void aTooLongRequestLineOrHeaderIsRefused() throws IOException {
        assertThat(client.get("/" + "x".repeat(10_000), "").status()).isEqualTo(414);
        assertThat(client.get("/", "X: " + "x".repeat(20_000) + "\r\n").status())
                .isEqualTo(431);
    }

    @Test
    void errorPagesAreInTheListenersLanguage() throws IOException {
        assertThat(client.get("/nowhere", "Accept-Language: ku\r\n").text()).contains("Li vir tiştek tune ye");
        assertThat(client.get("/nowhere", "Accept-Language: ckb-IQ\r\n").text()).contains("لێرە هیچ نییە");
        assertThat(client.get("/nowhere", "Accept-Language: tr;q=x,tr\r\n").text())
                .contains("Burada bir şey yok");
        assertThat(client.get("/nowhere?lang=ku", "Accept-Language: tr\r\n").text())
                .contains("Li vir tiştek tune ye");
        assertThat(client.get("/nowhere", "Accept-Language: en\r\n").text()).contains("There is nothing here");
        assertThat(client.get("/api/nowhere", "Accept-Language: ku\r\n").header("Content-Type"))
                .isEqualTo("application/problem+json");
    }

    @Test
    void soraniRunsFromRightToLeft() throws IOException {
        assertThat(page("ckb").text()).contains("<html lang=\"ckb\" dir=\"rtl\">");
        assertThat(page("ku").text()).contains("<html lang=\"ku\" dir=\"ltr\">");
    }

    /** What the page does not check, or no script has checked. */
    @Test
    void everyReasonIsInTheListenersLanguage() throws IOException {
        Map<String, String> missing =
                Map.of("ku", "vala ye", "ckb", "بەتاڵە", "tr", "score alanı boş", "en", "score is missing");
        Map<String, String> range = Map.of("ku", "ji 1 (pir xirab)", "ckb", "لە 1", "tr", "gelen 9", "en", "found 9");
        Map<String, String> tooShort =
                Map.of("ku", "herî kêm 0,5 çirke", "ckb", "0.5 چرکە", "tr", "en az 0,5 saniye", "en", "at least 0.5 s");
        Map<String, String> noSound = Map.of(
                "ku", "wek deng nayê xwendin", "ckb", "ناخوێنرێتەوە", "tr", "ses olarak okunamıyor", "en", "as sound");
        Card rating = Card.first(client, voice.name());
        Card recording = Card.ofKind(client, voice.name(), "recording");
        recording.agree(client, 0);
        for (String language : List.of("ku", "ckb", "tr", "en")) {
            assertThat(refused(rating, form(language))).contains(missing.get(language));
            assertThat(refused(rating, form(language).field("score", "9"))).contains(range.get(language));
            assertThat(refused(recording, form(language).file("recording", "r", TestVoice.recording(0.2))))
                    .contains(tooShort.get(language));
            assertThat(refused(recording, form(language).file("recording", "r", "text".getBytes(UTF_8))))
                    .contains(noSound.get(language));
        }
    }

    private static Multipart form(String language) {
        return new Multipart().field("lang", language);
    }

    private String refused(Card card, Multipart form) throws IOException {
        Answer answer = card.submit(client, form);
        assertThat(answer.status()).isBetween(400, 499);
        return answer.text();
    }

    /** Input is not echoed in pages; what is echoed is escaped. */
    @Test
    void markupInInputIsEscaped() throws IOException {
        String markup = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
        Card card = Card.first(client, voice.name());
        for (String path : List.of(
                "/?lang=" + markup,
                card.path() + "?lang=" + markup,
                "/" + markup,
                "/x/" + markup,
                "/me?lang=" + markup,
                "/me/recordings/" + markup + ".wav")) {
            assertThat(client.get(path, card.header()).text()).as(path).doesNotContain("<script>");
        }
        assertThat(client.get("/" + voice.name(), "Cookie: listener=\"><script>\r\n")
                        .text())
                .doesNotContain("\"><script>");
        Answer refused =
                card.submit(client, new Multipart().field("comment", "<script>").field("lang", "<script>"));
        assertThat(refused.text()).doesNotContain("<script>");
    }

    @Test
    void anotherSiteCannotSubmitInAListenersName() throws IOException {
        byte[] rating = voice.rating(UUID.randomUUID(), 1).getBytes(UTF_8);
        byte[] form = voice.form(UUID.randomUUID()).bytes();
        for (String sign : List.of(
                "Sec-Fetch-Site: cross-site\r\n",
                "Sec-Fetch-Site: same-site\r\n",
                "Sec-Fetch-Site: x\r\n",
                "Origin: https://evil.example\r\n",
                "Origin: http://localhost.evil.example\r\n",
                "Origin: http://localhost:1\r\n",
                "Origin: null\r\n",
                "Origin: localhost\r\n")) {
            assertSafe(403, client.send("POST", "/api/ratings", JSON + sign, rating));
            assertSafe(403, client.send("POST", "/api/corrections", Multipart.HEADER + sign, form));
            assertSafe(403, client.send("POST", "/demo/0a", Multipart.HEADER + sign, form));
            assertSafe(403, client.send("POST", "/demo/consent", Multipart.HEADER + sign, form));
            assertSafe(403, client.send("POST", "/me/erase", Multipart.HEADER + sign, form));
            assertSafe(403, client.send("DELETE", "/api/me", sign, null));
        }
        for (String sign : List.of(
                "Sec-Fetch-Site: same-origin\r\n", "Sec-Fetch-Site: none\r\n", "Origin: http://localhost\r\n")) {
            assertThat(client.send("POST", "/api/ratings", JSON + sign, rating).status())
                    .as(sign)
                    .isEqualTo(201);
        }
        Answer preflight = client.send(
                "OPTIONS",
                "/api/ratings",
                "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n",
                null);
        assertThat(preflight.headers().keySet()).noneMatch(name -> name.startsWith("Access-Control"));
    }

    /** The cookie is for this site's own requests alone; a value that a forger plants is no listener of ours. */
    @Test
    void theListenersCookieCannotBeReadByScriptsOrSentByOtherSites() throws IOException {
        Answer page = client.get("/" + voice.name(), "Cookie: listener=planted\r\n");
        assertThat(page.header("Set-Cookie"))
                .contains("HttpOnly", "SameSite=Lax", "Path=/")
                .doesNotContain("planted");

        Card card = Card.first(client, voice.name());
        assertSafe(
                403,
                client.send(
                        "POST",
                        card.path(),
                        Multipart.HEADER + card.header() + "Sec-Fetch-Site: cross-site\r\n",
                        new Multipart().field("score", "3").bytes()));
    }

    @Test
    void aCardIsItsListenersAlone() throws IOException {
        Card mine = Card.first(client, voice.name());
        Card theirs = Card.first(client, voice.name());
        assertThat(client.get(mine.path(), theirs.header()).status()).isEqualTo(404);
        assertThat(client.get(mine.path(), "").status()).isEqualTo(404);
        assertThat(client.get(mine.first(), theirs.header()).status()).isEqualTo(404);
        assertThat(client.send("POST", mine.path(), Multipart.HEADER + theirs.header(), scored("5"))
                        .status())
                .isEqualTo(404);
    }

    private static byte[] scored(String score) {
        return new Multipart().field("score", score).field("lang", "en").bytes();
    }

    @Test
    void theFormIsAcceptedFromOurOwnPageAlone() throws IOException {
        for (String own : List.of(
                "Sec-Fetch-Site: same-origin\r\n",
                "Sec-Fetch-Site: same-origin\r\nOrigin: http://localhost\r\n",
                "Origin: http://localhost\r\n")) {
            assertThat(listen(own).status()).as(own).isEqualTo(303);
        }
        for (String other : List.of(
                // A page may write what it likes but these two
                "Sec-Fetch-Site: cross-site\r\nReferer: http://localhost/\r\n",
                // The newer header counts, whatever the older one says
                "Sec-Fetch-Site: same-site\r\nOrigin: http://localhost\r\n",
                "Origin: http://sibling.localhost\r\n",
                "Origin: http://localhost@evil.example\r\n",
                "Origin: \r\n")) {
            assertThat(listen(other).status()).as(other).isEqualTo(403);
        }
    }

    private Answer listen(String headers) throws IOException {
        Card card = Card.first(client, voice.name());
        return client.send("POST", card.path(), Multipart.HEADER + card.header() + headers, scored("3"));
    }

    @Test
    void soundIsCachedByBrowsers() throws IOException {
        String path = "/api/voices/%s/sentences/%s/audio".formatted(voice.name(), voice.sentence());
        Answer all = client.get(path, "");
        assertSafe(200, new Answer(all.status(), all.headers(), new byte[0]));
        assertThat(all.header("Cache-Control")).contains("immutable");
        assertThat(client.get(path, "If-None-Match: " + all.header("ETag") + "\r\n")
                        .status())
                .isEqualTo(304);
        assertThat(client.get(path, "If-None-Match: \"x\"\r\n").status()).isEqualTo(200);
    }

    /** Phones play sound only from servers that support byte ranges. */
    @Test
    void soundIsServedInByteRanges() throws IOException {
        String path = "/api/voices/%s/sentences/%s/audio".formatted(voice.name(), voice.sentence());
        int length = client.get(path, "").bytes().length;
        Answer first = client.get(path, "Range: bytes=0-1\r\n");
        assertThat(first.status()).isEqualTo(206);
        assertThat(first.text()).isEqualTo("RI");
        assertThat(first.header("Content-Range")).isEqualTo("bytes 0-1/" + length);
        assertThat(client.get(path, "Range: bytes=4-\r\n").bytes()).hasSize(length - 4);
        assertThat(client.get(path, "Range: bytes=-10\r\n").bytes()).hasSize(10);
        assertThat(client.get(path, "Range: bytes=0-999999999\r\n").bytes()).hasSize(length);
        assertThat(client.get(path, "Range: bytes=%d-\r\n".formatted(length)).status())
                .isEqualTo(416);
        for (String odd : List.of("bytes=-", "bytes=x-y", "lines=0-1", "bytes=0-1,5-6", "bytes=99999999999-")) {
            assertThat(client.get(path, "Range: " + odd + "\r\n").status())
                    .as(odd)
                    .isEqualTo(200);
        }
    }
}
