package org.dengbej.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** A real Kafka broker (KRaft, one node) in a process of its own; what it stores stays in its folder. */
public final class EmbeddedKafka implements AutoCloseable {

    /** The time within which a broker answers that is going to. */
    public static final Duration READY_TIMEOUT = Duration.ofSeconds(60);

    private static final List<String> SMALL = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.awt.headless=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=info");
    private static final long STOP_MS = 15_000;

    private final ProcessHandle process;
    private final int port;

    private EmbeddedKafka(ProcessHandle process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a broker that ends with this process, its log beside its data, and waits until it answers: 4 s, or some 7 s after a kill.
     *
     * @param dataDir its folder; formatted when new
     * @param port    on which it listens, at localhost only
     * @throws IllegalStateException when it does not answer within {@link #READY_TIMEOUT}
     */
    public static EmbeddedKafka start(Path dataDir, int port) {
        Path log = dataDir.resolve("kafka.log");
        ProcessHandle process = launch(dataDir, port, log, Lifetime.WITH_PARENT);
        EmbeddedKafka kafka = new EmbeddedKafka(process, port);
        try {
            ReadinessCheck.await("kafka", process, log, READY_TIMEOUT, () -> answers(port));
        } catch (IllegalStateException e) {
            kafka.kill();
            throw e;
        }
        return kafka;
    }

    /** Starts a broker's process and does not wait. */
    public static ProcessHandle launch(Path dataDir, int port, Path log, Lifetime lifetime) {
        List<String> program = ChildJvm.mainClass(KafkaMain.class, dataDir.toAbsolutePath(), port, FreePorts.one());
        return new ChildJvm(SMALL, program, log, lifetime).start().toHandle();
    }

    public String bootstrapServers() {
        return address(port);
    }

    public long pid() {
        return process.pid();
    }

    /** Stops it cleanly, in about a second. */
    public void stop() {
        ChildJvm.stop(process, STOP_MS);
    }

    /** Ends it as a crash would (SIGKILL). */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        stop();
    }

    private static String address(int port) {
        return "localhost:" + port;
    }

    /** Asks the broker that listens at a port of this machine, if there is one. */
    public static boolean answers(int port) {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                address(port),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                2_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                2_000);
        try (Admin admin = Admin.create(settings)) {
            return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
