package org.dengbej.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits until a process answers, and says why when it does not. */
public final class ReadinessCheck {

    private static final int EVERY_MS = 100;
    private static final int LOG_LINES = 20;

    private ReadinessCheck() {}

    /**
     * Returns when {@code ready} is true.
     *
     * @throws IllegalStateException when the process ends or {@code timeout} passes before; shows the end of its log
     */
    public static void await(String name, ProcessHandle process, Path log, Duration timeout, BooleanSupplier ready) {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        "[%s] ended before it was ready; %s ends with:%n%s".formatted(name, log, tail(log)));
            }
            if (System.nanoTime() > deadlineNanos) {
                throw new IllegalStateException("[%s] not ready within %d s; %s ends with:%n%s"
                        .formatted(name, timeout.toSeconds(), log, tail(log)));
            }
            pause(name);
        }
    }

    private static void pause(String name) {
        try {
            TimeUnit.MILLISECONDS.sleep(EVERY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("[%s] interrupted while waiting for it".formatted(name), e);
        }
    }

    private static String tail(Path log) {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
