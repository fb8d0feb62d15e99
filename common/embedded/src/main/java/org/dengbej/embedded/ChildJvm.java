package org.dengbej.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program of this build in a Java process of its own, with this process's Java.
 *
 * @param options  of the JVM, e.g. {@code -Xmx256m}
 * @param program  what to run: {@code -cp PATH MAIN-CLASS ARGUMENTS} or {@code -jar FILE ARGUMENTS}
 * @param log      receives what it prints, appended
 * @param lifetime how long it lives
 */
public record ChildJvm(List<String> options, List<String> program, Path log, Lifetime lifetime) {

    private static final String PARENT_WATCHED = "dengbej.embedded.parent-watched";
    private static final Path SETSID = Path.of("/usr/bin/setsid");

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
        if (lifetime == Lifetime.DETACHED && Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        if (lifetime == Lifetime.WITH_PARENT) {
            command.add("-D" + PARENT_WATCHED + "=true");
        }
        command.addAll(program);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .redirectInput(lifetime == Lifetime.DETACHED ? Redirect.from(new File("/dev/null")) : Redirect.PIPE)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + String.join(" ", program), e);
        }
    }

    /** Asks a process to end (SIGTERM) and ends it (SIGKILL) when it has not within {@code timeoutMs}. */
    public static void stop(ProcessHandle process, long timeoutMs) {
        process.destroy();
        if (!ended(process, timeoutMs)) {
            process.destroyForcibly();
            ended(process, timeoutMs);
        }
    }

    private static boolean ended(ProcessHandle process, long timeoutMs) {
        try {
            process.onExit().orTimeout(timeoutMs, TimeUnit.MILLISECONDS).join();
            return true;
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                return false;
            }
            throw e;
        }
    }

    /** To be called by a child's main: the pipe that is its standard input closes when the parent is gone. */
    static void endWithParent() {
        if (!Boolean.getBoolean(PARENT_WATCHED)) {
            return;
        }
        Thread watch = new Thread(
                () -> {
                    try {
                        System.in.transferTo(java.io.OutputStream.nullOutputStream());
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
