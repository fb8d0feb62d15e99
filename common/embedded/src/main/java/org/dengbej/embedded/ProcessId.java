package org.dengbej.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A process's identity: the system gives its pid to another process some day, but not with the same start.
 *
 * @param start in the kernel's clock ticks since the machine was started, which no setting of the clock changes; where there is no
 *     {@code /proc}, the start's time in milliseconds
 */
record ProcessId(long pid, long start) {

    private static final Path PROC = Path.of("/proc");

    /** The index of the start in {@code stat}, counted from the process's state, which follows the name in brackets. */
    private static final int START = 19;

    private static final String ZOMBIE = "Z";

    /** The identity of a process; empty when none of that pid runs. One that has ended and whose exit code nobody has asked for does not. */
    static Optional<ProcessId> ofRunning(long pid) {
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .map(process -> new ProcessId(
                            pid,
                            process.info()
                                    .startInstant()
                                    .map(Instant::toEpochMilli)
                                    .orElse(0L)));
        }
        String stat;
        try {
            stat = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
        } catch (IOException e) {
            return Optional.empty(); // it ended, perhaps while it was read
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return fields[0].equals(ZOMBIE)
                ? Optional.empty()
                : Optional.of(new ProcessId(pid, Long.parseLong(fields[START])));
    }

    /**
     * The inverse of {@link #toString}.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static ProcessId parse(String text) {
        String[] parts = text.strip().split(" ");
        if (parts.length != 2) {
            throw new IllegalArgumentException("expected a pid and a start, found \"%s\"".formatted(text.strip()));
        }
        return new ProcessId(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    boolean running() {
        return ofRunning(pid).filter(this::equals).isPresent();
    }

    @Override
    public String toString() {
        return "%d %d".formatted(pid, start);
    }
}
