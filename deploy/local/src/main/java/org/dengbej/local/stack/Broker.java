package org.dengbej.local.stack;

import java.nio.file.Path;
import java.time.Duration;
import org.dengbej.embedded.EmbeddedKafka;
import org.dengbej.embedded.Lifetime;

/** The Kafka broker. */
record Broker(Path dataDir, int port) implements Part {

    @Override
    public String name() {
        return Stack.KAFKA;
    }

    @Override
    public ProcessHandle launch(Path log, Lifetime lifetime) {
        return EmbeddedKafka.launch(dataDir, port, log, lifetime);
    }

    @Override
    public boolean ready() {
        return EmbeddedKafka.answers(port);
    }

    @Override
    public Duration readyTimeout() {
        return EmbeddedKafka.READY_TIMEOUT;
    }
}
