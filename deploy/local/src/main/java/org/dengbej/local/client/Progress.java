package org.dengbej.local.client;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A progress bar where somebody watches, a line now and then where nobody does. */
final class Progress implements AutoCloseable {

    private static final long LINE_INTERVAL_MS = 5_000;

    private final PrintWriter out;
    private final String task;
    private final ProgressBar bar;
    private final long beganNanos = System.nanoTime();
    private long lastLineNanos;

    @SuppressWarnings("SystemConsoleNull") // from JDK 22 on it is never null; this runs on 17
    Progress(PrintWriter out, String task) {
        this.out = out;
        this.task = task;
        this.bar = System.console() == null
                ? null
                : new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(1)
                        .setUpdateIntervalMillis(200)
                        .build();
    }

    void at(long done, long total, String detail) {
        if (bar != null) {
            bar.maxHint(total);
            bar.stepTo(done);
            bar.setExtraMessage(" " + detail);
            return;
        }
        long now = System.nanoTime();
        if (done == total || now - lastLineNanos > LINE_INTERVAL_MS * 1_000_000) {
            lastLineNanos = now;
            out.printf("%s %d/%d %s, %s left%n", task, done, total, detail, left(done, total, now));
            out.flush();
        }
    }

    private String left(long done, long total, long now) {
        if (done == 0) {
            return "unknown time";
        }
        Duration left = Duration.ofNanos((long) ((now - beganNanos) * (double) (total - done) / done));
        return String.format(Locale.ROOT, "%d:%02d", left.toMinutes(), left.toSecondsPart());
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
