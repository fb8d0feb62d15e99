package org.dengbej.feedback.client;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dengbej.speech.audio.Audio;
import org.dengbej.speech.audio.WavFile;
import org.dengbej.testing.SyntheticSpeech;

/** Debian's Chromium, at whose microphone something speaks. */
public final class Chromium {

    private static final Path EXECUTABLE = Path.of("/usr/bin/chromium");
    private static final Path MICROPHONE = Path.of("target/microphone.wav").toAbsolutePath();
    private static final int RATE_HZ = 48_000;
    private static final double SECONDS = 30;

    private Chromium() {}

    /** Playwright without browsers of its own. */
    public static Playwright playwright() {
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    public static Browser launch(Playwright playwright) {
        try {
            WavFile.write(MICROPHONE, new Audio(SyntheticSpeech.samples(SECONDS, RATE_HZ, 1), RATE_HZ));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(EXECUTABLE)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--use-fake-device-for-media-stream",
                                "--use-fake-ui-for-media-stream",
                                "--use-file-for-fake-audio-capture=" + MICROPHONE)));
    }
}
