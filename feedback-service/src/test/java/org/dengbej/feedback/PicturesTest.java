package org.dengbej.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dengbej.feedback.client.Operator.operator;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dengbej.feedback.client.Builder;
import org.dengbej.feedback.client.Card;
import org.dengbej.feedback.client.Chromium;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.SampleVoice;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The README's pictures: pages on a phone and on a desk, light and dark, from left to right and from right to left; nothing is cut off. */
@Tag("browser")
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class PicturesTest {

    private static final Path FOLDER = Path.of(System.getProperty("dengbej.pictures", "target/pictures"));
    private static final int LISTENERS = 8;
    private static SampleVoice voice;

    @TestHTTPResource
    URL url;

    private Playwright playwright;
    private Browser browser;
    private RawClient client;

    @BeforeEach
    void aVoiceThatIsRated() throws IOException {
        playwright = Chromium.playwright();
        browser = Chromium.launch(playwright);
        client = new RawClient(url.getPort());
        Files.createDirectories(FOLDER);
        if (voice == null) {
            voice = SampleVoice.promote(6);
            operator()
                    .contentType("application/json")
                    .body(Map.of("targetScore", 1))
                    .post("/api/operators/voices/%s/policy".formatted(voice.name()));
            for (int listener = 0; listener < LISTENERS; listener++) {
                rate(listener);
            }
        }
    }

    private void rate(int listener) throws IOException {
        Optional<Card> card = Optional.of(Card.first(client, voice.name()));
        for (int cards = 0; cards < 10 && card.isPresent(); cards++) {
            Card asked = card.get();
            if (asked.kind().equals("rating")) {
                asked.hearToEnd(client);
                int score = asked.askedFor().orElse(2 + (listener + cards) % 3);
                asked.answer(client, Map.of("score", score));
            } else {
                asked.answer(client, Map.of("skip", true));
            }
            card = asked.next(client);
        }
    }

    @AfterEach
    void close() throws IOException {
        playwright.close();
        client.close();
    }

    private Page open(int width, int height, ColorScheme scheme, String path) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setDeviceScaleFactor(2)
                .setColorScheme(scheme));
        Page page = context.newPage();
        page.navigate("http://localhost:%d%s".formatted(url.getPort(), path));
        return page;
    }

    private static void picture(Page page, String name) {
        page.waitForLoadState();
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("%s scrolls sideways", name)
                .isTrue();
        page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name + ".png")));
    }

    private static void skipUntil(Page page, String form) {
        while (page.locator(form).count() == 0) {
            page.locator("button.skip").click();
            page.waitForLoadState();
        }
    }

    @Test
    void aRatingOnAPhoneInKurmanji() {
        picture(open(390, 844, ColorScheme.LIGHT, "/%s?lang=ku".formatted(voice.name())), "rating-phone");
    }

    @Test
    void aRatingOnAPhoneAtNightInSorani() {
        Page page = open(390, 844, ColorScheme.DARK, "/%s?lang=ckb".formatted(voice.name()));
        assertThat(page.locator("html").getAttribute("dir")).isEqualTo("rtl");
        picture(page, "rating-phone-dark-sorani");
    }

    @Test
    void aRecordingOnAPhone() {
        Page page = open(390, 844, ColorScheme.LIGHT, "/%s?lang=ku".formatted(voice.name()));
        skipUntil(page, "form.recording, form.agreement");
        page.locator("form.agreement input[type=checkbox]").check();
        page.locator("form.agreement button").click();
        page.locator("form.recording").waitFor();
        page.locator("button.record").click();
        page.getByText(Pattern.compile("^0:0[2-9] / ")).waitFor();
        picture(page, "recording-phone");
    }

    @Test
    void theStudioOnADeskAtNight() {
        Page page = open(1280, 900, ColorScheme.DARK, "/studio");
        page.locator("input[type=password]").fill(Builder.KEY);
        page.locator("form button").click();
        page.waitForLoadState();
        page.navigate("http://localhost:%d/studio/voices/%s".formatted(url.getPort(), voice.name()));
        picture(page, "studio-desk-dark");
    }
}
