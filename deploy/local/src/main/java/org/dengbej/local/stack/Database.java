package org.dengbej.local.stack;

import java.nio.file.Path;
import java.time.Duration;
import org.dengbej.embedded.EmbeddedPostgres;
import org.dengbej.embedded.Lifetime;

/** The PostgreSQL server, with the process that minds it. */
record Database(Path dataDir, int port) implements Part {

    @Override
    public String name() {
        return Stack.POSTGRES;
    }

    @Override
    public ProcessHandle launch(Path log, Lifetime lifetime) {
        return EmbeddedPostgres.launch(dataDir, port, log, lifetime);
    }

    @Override
    public boolean ready() {
        return EmbeddedPostgres.answers(port);
    }

    @Override
    public Duration readyTimeout() {
        return EmbeddedPostgres.READY_TIMEOUT;
    }
}
