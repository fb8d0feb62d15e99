package org.dengbej.speech.hub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A response's body that is closed when nothing comes for a while; the HTTP client's own timeout ends with the headers. */
final class StallGuard extends FilterInputStream {

    private static final Logger LOG = LoggerFactory.getLogger(StallGuard.class);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "hub-stall-guard");
        thread.setDaemon(true);
        return thread;
    });

    private volatile boolean progressed = true;

    StallGuard(InputStream body, Duration timeout) {
        super(body);
        long millis = timeout.toMillis();
        timer.scheduleWithFixedDelay(this::check, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void check() {
        if (!progressed) {
            try {
                in.close(); // whoever reads gets an IOException
            } catch (IOException e) {
                LOG.debug("stalled body not closed: reason={}", e.getMessage());
            }
        }
        progressed = false;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        progressed = true;
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        progressed = true;
        return count;
    }

    @Override
    public void close() throws IOException {
        timer.shutdownNow();
        super.close();
    }
}
