package org.dengbej.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
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
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.dengbej.feedback.client.Chromium;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The recorder in Debian's Chromium, at whose microphone something speaks. */
@Tag("browser")
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class RecorderTest {

    private static final Pattern AFTER_TWO_SECONDS = Pattern.compile("^0:0[2-9] / ");

    @TestHTTPResource
    URL url;

    @Inject
    AgroalDataSource database;

    private final AtomicInteger sent = new AtomicInteger();
    private Playwright playwright;
    private Page page;
    private String token;

    @BeforeEach
    void openThePage() {
        playwright = Chromium.playwright();
        Browser browser = Chromium.launch(playwright);
        page = browser.newPage();
        page.onRequest(request -> sent.addAndGet(request.method().equals("POST") ? 1 : 0));
        String voice = SpeakingVoice.of(RecorderTest.class).name();
        page.navigate("http://localhost:%d/%s?lang=en".formatted(url.getPort(), voice));
        while (page.locator("form.recording, form.agreement").count() == 0) {
            page.locator("button.skip").click();
        }
        page.locator("form.agreement input[type=checkbox]").check();
        page.locator("form.agreement button").click();
        page.locator("form.recording").waitFor();
        token = page.url().replaceFirst("\\?.*", "").replaceFirst(".*/", "");
    }

    @AfterEach
    void close() {
        playwright.close();
    }

    private void record() {
        page.locator("button.record").click();
        page.getByText(AFTER_TWO_SECONDS).waitFor();
    }

    private void send() {
        sent.set(0);
        page.locator("button.send").dblclick();
        page.waitForURL(url -> !url.contains(token));
    }

    /** Seconds of the correction of a submission; fails if there is none. */
    private double secondsStored(String submission) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT seconds FROM correction WHERE submission = ?")) {
            select.setObject(1, UUID.fromString(submission));
            ResultSet row = select.executeQuery();
            assertThat(row.next()).as("a correction of %s", submission).isTrue();
            return row.getDouble("seconds");
        }
    }

    @Test
    void aRecordingSurvivesAReloadAndIsSentOnce() throws SQLException {
        // Given a recording that is not sent yet
        record();
        page.locator("button.stop").click();
        page.locator("button.play").waitFor();

        // When the page is loaded again
        page.reload();
        page.locator("button.play").waitFor();
        send();

        // Then
        assertThat(sent).hasValue(1);
        assertThat(secondsStored(token)).isBetween(1.0, 29.0);
    }

    @Test
    void aRecordingThatStillRunsIsStoppedAndSent() throws SQLException {
        record();
        send();
        assertThat(sent).hasValue(1);
        assertThat(secondsStored(token)).isBetween(1.0, 29.0);
    }
}
