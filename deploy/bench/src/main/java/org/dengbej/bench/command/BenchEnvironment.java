package org.dengbej.bench.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dengbej.bench.Main;
import org.dengbej.bench.part.BenchmarkData;
import org.dengbej.bench.process.MeasuredProcess;
import org.dengbej.bench.process.Python;
import org.dengbej.embedded.ChildJvm;
import org.dengbej.files.AtomicFolder;

/**
 * The environment of a run: its files, which are deleted with it, and its processes.
 *
 * @param home    of the build
 * @param folder  for files
 * @param threads of each process
 * @param device  of training and synthesis
 */
record BenchEnvironment(Path home, Path folder, int threads, String device) implements AutoCloseable {

    static BenchEnvironment open(int threads, String device) {
        try {
            return new BenchEnvironment(
                    Path.of(System.getProperty("dengbej.home", ".")),
                    Files.createTempDirectory("dengbej-bench"),
                    threads,
                    device);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BenchmarkData data() {
        return new BenchmarkData(folder);
    }

    Path peers() {
        return home.resolve("deploy/bench/peer");
    }

    /** A process that measures our side. {@code broker}: null where it needs none. */
    MeasuredProcess ours(Benchmark part, String broker) {
        List<Object> arguments = new ArrayList<>(List.of("measure", part, "--folder", folder, "--device", device));
        if (broker != null) {
            arguments.addAll(List.of("--broker", broker));
        }
        return new MeasuredProcess(java(part.jvmOptions(), arguments), environment(), log(part.name()));
    }

    /** A process that measures the peer, {@code <benchmark>.py}. Arguments: folder, repetitions, device. */
    MeasuredProcess peer(Benchmark part, Python python, int times) {
        String script = part.name().toLowerCase(Locale.ROOT) + ".py";
        return new MeasuredProcess(
                python.command(peers().resolve(script), folder, times, device),
                environment(),
                log(part.name() + "-peer"));
    }

    /** A process of the bench itself. */
    List<String> java(List<String> jvmOptions, List<?> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-XX:ActiveProcessorCount=" + threads);
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        command.addAll(ChildJvm.mainClass(Main.class, arguments.toArray()));
        return command;
    }

    private Map<String, String> environment() {
        return Map.of("OMP_NUM_THREADS", Integer.toString(threads));
    }

    private Path log(String name) {
        return folder.resolve(name.toLowerCase(Locale.ROOT) + ".log");
    }

    @Override
    public void close() {
        try {
            AtomicFolder.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] could not be removed: %s".formatted(folder, e.getMessage()), e);
        }
    }
}
