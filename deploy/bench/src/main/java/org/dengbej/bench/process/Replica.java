package org.dengbej.bench.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.dengbej.embedded.ChildJvm;
import org.dengbej.embedded.FreePorts;
import org.dengbej.embedded.Lifetime;
import org.dengbej.embedded.ReadinessCheck;
import org.dengbej.local.CommandException;
import org.dengbej.local.stack.JvmOptions;

/** A replica of the packaged data-prep-service on one core or a quota of it, as the launcher starts it but for that. */
public final class Replica implements AutoCloseable {

    private static final Duration READY_TIMEOUT = Duration.ofMinutes(2);
    private static final long STOP_MS = 20_000;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ProcessHandle process;
    private final Optional<CpuQuota> quota;

    private Replica(ProcessHandle process, Optional<CpuQuota> quota) {
        this.process = process;
        this.quota = quota;
    }

    /**
     * Starts one and waits until it is ready; it is limited from then on.
     *
     * @param core   the only one on which it runs, where there is no quota
     * @param cores  its CPU quota; absent: all of its core
     * @param folder for its log and its spool
     */
    public static Replica start(Path jar, String bootstrapServers, int core, Optional<Double> cores, Path folder)
            throws IOException {
        int port = FreePorts.one();
        List<String> options = new ArrayList<>(JvmOptions.SMALL);
        options.add("-XX:ActiveProcessorCount=1");
        options.add("-Dquarkus.http.port=" + port);
        options.add("-Dquarkus.http.host=127.0.0.1");
        options.add("-Dkafka.bootstrap.servers=" + bootstrapServers);
        options.add("-Ddengbej.data-prep.spool-dir=" + Files.createDirectories(folder.resolve("spool")));
        Path log = folder.resolve("data-prep.log");
        ProcessHandle process = new ChildJvm(options, List.of("-jar", jar.toString()), log, Lifetime.WITH_PARENT)
                .start()
                .toHandle();
        if (cores.isEmpty()) {
            pin(process, Integer.toString(core));
        }
        ReadinessCheck.await("data-prep-service", process, log, READY_TIMEOUT, () -> ready(port));
        return new Replica(process, cores.map(limit -> CpuQuota.limit(process, limit)));
    }

    /**
     * Binds a process, with all its threads, to processors.
     *
     * @param cores as {@code taskset} lists them, e.g. {@code 0,1}
     */
    public static void pin(ProcessHandle process, String cores) throws IOException {
        Process taskset = new ProcessBuilder("taskset", "-acp", cores, Long.toString(process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!taskset.waitFor(10, TimeUnit.SECONDS) || taskset.exitValue() != 0) {
                throw new CommandException(
                        "taskset could not bind process %d to core %s".formatted(process.pid(), cores));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted while a process was bound to a core");
        }
    }

    private static boolean ready(int port) {
        try {
            URI uri = URI.create("http://localhost:%d/q/health/ready".formatted(port));
            return HTTP.send(
                                    HttpRequest.newBuilder(uri)
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The most memory that the process had so far, all of it: heap, code, native libraries ({@code VmHWM}). */
    public double peakMegabytes() throws IOException {
        return peakMegabytes(process);
    }

    private static double peakMegabytes(ProcessHandle process) throws IOException {
        return Files.readAllLines(Path.of("/proc/%d/status".formatted(process.pid()))).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Processor time that it has used so far. */
    public double cpuSeconds() {
        return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1000.0;
    }

    @Override
    public void close() {
        ChildJvm.stop(process, STOP_MS);
        quota.ifPresent(CpuQuota::close);
    }
}
