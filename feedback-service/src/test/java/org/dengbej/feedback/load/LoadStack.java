package org.dengbej.feedback.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.dengbej.embedded.ChildJvm;
import org.dengbej.embedded.EmbeddedKafka;
import org.dengbej.embedded.EmbeddedPostgres;
import org.dengbej.embedded.FreePorts;
import org.dengbej.embedded.Lifetime;
import org.dengbej.embedded.ReadinessCheck;
import org.dengbej.events.Topics;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.TestVoice;
import org.dengbej.messaging.TopicAdmin;
import org.dengbej.testing.TopicProbe;

/** Broker, database and the packaged service as child processes, and a promoted voice. */
record LoadStack(EmbeddedKafka kafka, EmbeddedPostgres postgres, ProcessHandle service, int port, String voice)
        implements AutoCloseable {

    private static final Duration READY = Duration.ofMinutes(2);
    private static final long STOP_MS = 20_000;

    static LoadStack start(LoadOptions options) {
        List<Integer> ports = FreePorts.some(4);
        EmbeddedKafka kafka = EmbeddedKafka.start(options.work().resolve("kafka"), ports.get(0));
        TopicAdmin.createMissing(kafka.bootstrapServers(), Topics.all());
        EmbeddedPostgres postgres = EmbeddedPostgres.start(options.work().resolve("postgres"), ports.get(1));
        Path log = options.work().resolve("feedback.log");
        ProcessHandle service = new ChildJvm(
                        // As the launcher starts it, but for the limits: all listeners come from one address.
                        List.of(
                                "-Xmx768m",
                                "-XX:+UseSerialGC",
                                "-Dquarkus.http.host=127.0.0.1",
                                "-Dquarkus.http.port=" + ports.get(2),
                                "-Dquarkus.management.host=127.0.0.1",
                                "-Dquarkus.management.port=" + ports.get(3),
                                "-Dkafka.bootstrap.servers=" + kafka.bootstrapServers(),
                                "-Dquarkus.datasource.jdbc.url=" + postgres.jdbcUrl(),
                                "-Dquarkus.datasource.username=" + postgres.user(),
                                "-Dquarkus.datasource.password=" + postgres.password(),
                                "-Ddengbej.feedback.data-dir=" + options.work().resolve("data"),
                                "-Ddengbej.feedback.limits.reads-per-minute=10000000",
                                "-Ddengbej.feedback.limits.ratings-per-minute=10000000",
                                "-Ddengbej.feedback.limits.uploads-per-minute=10000000"),
                        List.of("-jar", options.service().toString()),
                        log,
                        Lifetime.WITH_PARENT)
                .start()
                .toHandle();
        ReadinessCheck.await("feedback-service", service, log, READY, () -> ready(ports.get(3)));
        String voice = "load-" + UUID.randomUUID();
        try (TopicProbe probe = new TopicProbe(kafka.bootstrapServers(), Topics.FEEDBACK)) {
            TestVoice.promote(voice, 1, options.work(), probe);
        }
        return new LoadStack(kafka, postgres, service, ports.get(2), voice);
    }

    private static boolean ready(int port) {
        try (RawClient client = new RawClient(port)) {
            return client.get("/q/health/ready", "").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        ChildJvm.stop(service, STOP_MS);
        postgres.close();
        kafka.close();
    }
}
