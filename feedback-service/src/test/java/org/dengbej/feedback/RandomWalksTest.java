package org.dengbej.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.dengbej.feedback.client.Chromium;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random walks of listeners in a real browser: Back, reload, another language, a second tab, a double click, no network. Whatever they
 * do, an answer is stored under the sentence that was on the page when it was given, and once.
 */
@Tag("browser")
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class RandomWalksTest {

    private static final int WALKS = Integer.getInteger("dengbej.walks", 200);
    private static final int STEPS = 12;
    private static final long SEED = 20;
    private static final int TIMEOUT_MS = 10_000;

    @TestHTTPResource
    URL url;

    @Inject
    AgroalDataSource database;

    /** What was answered: the text on the page and the choice, by the card's token. */
    private final Map<String, String> sentTexts = new HashMap<>();

    private final Map<String, Integer> sentScores = new HashMap<>();
    private Playwright playwright;
    private Browser browser;
    private String voice;

    @BeforeEach
    void open() {
        playwright = Chromium.playwright();
        browser = Chromium.launch(playwright);
        voice = SpeakingVoice.of(RandomWalksTest.class).name();
    }

    @AfterEach
    void close() {
        playwright.close();
    }

    @Test
    void noAnswerMovesToAnotherSentence() throws SQLException {
        // When
        Random random = new Random(SEED);
        for (int walk = 0; walk < WALKS; walk++) {
            try (BrowserContext listener = browser.newContext()) {
                listener.setDefaultTimeout(TIMEOUT_MS);
                walk(listener, random);
            }
        }

        // Then
        assertThat(sentTexts).hasSizeGreaterThan(WALKS / 2);
        for (Map.Entry<String, String> sent : sentTexts.entrySet()) {
            Stored stored = stored(sent.getKey());
            assertThat(stored.texts()).as(sent.getKey()).containsExactly(sent.getValue());
            assertThat(stored.scores()).as(sent.getKey()).containsExactly(sentScores.get(sent.getKey()));
        }
    }

    private void walk(BrowserContext listener, Random random) {
        List<Page> tabs = new ArrayList<>(List.of(listener.newPage()));
        tabs.get(0).navigate(home());
        for (int step = 0; step < STEPS; step++) {
            Page tab = tabs.get(random.nextInt(tabs.size()));
            switch (random.nextInt(8)) {
                case 0 -> tab.goBack();
                case 1 -> tab.reload();
                case 2 -> tab.locator("nav a").nth(random.nextInt(3)).click();
                case 3 -> {
                    Page another = listener.newPage();
                    another.navigate(home());
                    tabs.add(another);
                }
                case 4 -> offline(listener, tab, random);
                case 5 -> skip(tab);
                default -> answer(tab, random, random.nextBoolean());
            }
        }
    }

    private String home() {
        return "http://localhost:%d/%s?lang=en".formatted(url.getPort(), voice);
    }

    /** An answer that cannot leave; the page is gone back to, and the network is there again. */
    private void offline(BrowserContext listener, Page tab, Random random) {
        listener.setOffline(true);
        try {
            answer(tab, random, false);
        } catch (PlaywrightException e) {
            // the browser shows that there is no network
        } finally {
            listener.setOffline(false);
        }
        tab.navigate(home());
    }

    private static void skip(Page tab) {
        Locator skip = tab.locator("button.skip");
        if (skip.count() > 0) {
            skip.click();
        }
    }

    /** Rates, if the page is a card that asks for it. */
    private void answer(Page tab, Random random, boolean twice) {
        if (tab.locator("form.rating").count() == 0) {
            skip(tab);
            return;
        }
        String token = tab.locator("form.rating").getAttribute("action").replaceAll(".*/|\\?.*", "");
        String text = tab.locator(".sentence p").textContent();
        int score = 1 + random.nextInt(5);
        // what the sound's end does; the service looks at its own clock, and takes the answer all the same
        tab.locator(".sentence audio").dispatchEvent("ended");
        tab.locator("input[name=score][value='%d']".formatted(score)).check(new Locator.CheckOptions().setForce(true));
        Locator send = tab.locator("button.send");
        if (twice) {
            send.dblclick();
        } else {
            send.click();
        }
        tab.waitForLoadState();
        remember(token, text, score);
    }

    /** The first answer of a card counts; in another tab it may have been given before. */
    private void remember(String token, String text, int score) {
        try {
            List<Integer> scores = stored(token).scores();
            if (!scores.isEmpty() && sentTexts.putIfAbsent(token, text) == null) {
                sentScores.put(token, score);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Stored(List<String> texts, List<Integer> scores) {}

    private Stored stored(String token) throws SQLException {
        List<String> texts = new ArrayList<>();
        List<Integer> scores = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT s.text, r.score FROM rating r JOIN sentence s ON s.id = r.sentence
                        JOIN assignment a ON a.token = r.submission AND a.first = r.sentence WHERE r.submission = ?""")) {
            select.setObject(1, UUID.fromString(token));
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                texts.add(rows.getString("text"));
                scores.add(rows.getInt("score"));
            }
        }
        return new Stored(texts, scores);
    }
}
