package org.dengbej.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.dengbej.embedded.Lifetime.Detached;
import org.dengbej.embedded.Lifetime.WithParent;

/**
 * A program of this build in a Java process of its own, with this process's Java.
 *
 * @param options  of the JVM, e.g. {@code -Xmx256m}
 * @param program  what to run: {@code -cp PATH MAIN-CLASS ARGUMENTS} or {@code -jar FILE ARGUMENTS}
 * @param log      receives what it prints, appended
 * @param lifetime of the process
 */
public record ChildJvm(List<String> options, List<String> program, Path log, Lifetime lifetime) {

    private static final String PARENT_WATCHED = "dengbej.embedded.parent-watched";
    private static final long POLL_MS = 50;

    /**
     * Of a detached child: runs the program when a line comes, and not when the parent is gone before, having told nobody. The program
     * has a session of its own; where {@code setsid} is missing, it ignores what a terminal sends, as it would there.
     */
    private static final String GATE = """
            read -r line || exit
            command -v setsid >/dev/null && exec setsid "$@" </dev/null
            trap '' INT HUP TSTP
            exec "$@" </dev/null""";

    public ChildJvm {
        options = List.copyOf(options);
        program = List.copyOf(program);
    }

    /** A main class on this process's own class path. */
    public static List<String> mainClass(Class<?> main, Object... arguments) {
        // Surefire may start us from a jar that holds nothing but a manifest; it leaves the real class path here.
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> program = new ArrayList<>(List.of("-cp", classPath, main.getName()));
        for (Object argument : arguments) {
            program.add(argument.toString());
        }
        return program;
    }

    /** Starts it; returns at once. */
    public Process start() {
        List<String> command = new ArrayList<>();
        if (lifetime instanceof Detached) {
            command.addAll(List.of("sh", "-c", GATE, "sh"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        if (lifetime instanceof WithParent) {
            command.add("-D" + PARENT_WATCHED + "=true");
        }
        command.addAll(program);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .start();
            if (lifetime instanceof Detached detached) {
                openGate(process, detached.pidFile());
            }
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + String.join(" ", program), e);
        }
    }

    /** Whatever happens before the line is written, the end of this process included, ends the child. */
    private static void openGate(Process process, PidFile pidFile) throws IOException {
        try (OutputStream gate = process.getOutputStream()) {
            pidFile.write(process.toHandle());
            gate.write('\n');
        }
    }

    /**
     * Asks a process to end (SIGTERM) and ends it (SIGKILL) when it has not within {@code timeoutMs}.
     *
     * @throws IllegalStateException when it runs even so
     */
    public static void stop(ProcessHandle process, long timeoutMs) {
        Optional<ProcessId> id = ProcessId.ofRunning(process.pid());
        process.destroy();
        if (id.isPresent() && !ended(id.get(), timeoutMs)) {
            process.destroyForcibly();
            if (!ended(id.get(), timeoutMs)) {
                throw new IllegalStateException("process %d does not end".formatted(process.pid()));
            }
        }
    }

    private static boolean ended(ProcessId id, long timeoutMs) {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (id.running()) {
            if (System.nanoTime() > deadlineNanos) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while process %d was stopped".formatted(id.pid()), e);
            }
        }
        return true;
    }

    /** To be called by a child's main: the pipe that is its standard input closes when the parent is gone. */
    static void endWithParent() {
        if (!Boolean.getBoolean(PARENT_WATCHED)) {
            return;
        }
        Thread watch = new Thread(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        // A broken pipe says the same as a closed one.
                    }
                    System.exit(0);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}
