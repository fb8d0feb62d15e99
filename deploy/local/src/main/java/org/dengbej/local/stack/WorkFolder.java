package org.dengbej.local.stack;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.dengbej.embedded.PidFile;
import org.dengbej.files.AtomicFile;

/**
 * The work folder: everything that a stack keeps.
 *
 * @param path of the folder
 */
public record WorkFolder(Path path) {

    private static final String OPERATOR_KEY = "dengbej.feedback.operator-key";
    private static final int KEY_BYTES = 16;
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");

    public WorkFolder {
        path = path.toAbsolutePath().normalize();
    }

    Path kafka() {
        return path.resolve("kafka");
    }

    Path postgres() {
        return path.resolve("postgres");
    }

    Path ports() {
        return run().resolve("ports.properties");
    }

    public Path models() {
        return path.resolve("models");
    }

    /** The report of a data set that is not exported, or of which nothing is left. */
    public Path report(String dataset) {
        return path.resolve("reports").resolve(dataset);
    }

    public Path feedback() {
        return path.resolve("feedback");
    }

    /** The feedback service's settings that are secret: the operators' key, made at the first call and readable by its owner alone. */
    Path operatorSettings() {
        Path file = run().resolve("feedback.properties");
        if (!Files.exists(file)) {
            try {
                Files.createDirectories(run());
                AtomicFile.write(file, partial -> {
                    Files.createFile(partial, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
                    Files.writeString(partial, OPERATOR_KEY + "=" + newKey() + "\n");
                });
            } catch (IOException e) {
                throw new UncheckedIOException("[%s] the operators' key cannot be written: %s".formatted(file, e), e);
            }
        }
        return file;
    }

    private static String newKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }

    /** The operators' key of the feedback service. */
    public String operatorKey() {
        Path file = operatorSettings();
        try (Reader in = Files.newBufferedReader(file)) {
            Properties settings = new Properties();
            settings.load(in);
            return settings.getProperty(OPERATOR_KEY);
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] the operators' key cannot be read: %s".formatted(file, e), e);
        }
    }

    public Path log(String name) {
        return path.resolve("logs").resolve(name + ".log");
    }

    PidFile pidFile(String name) {
        return new PidFile(run().resolve(name + ".pid"));
    }

    private Path run() {
        return path.resolve("run");
    }

    /** True when anything was ever started here. */
    boolean used() {
        return Files.isDirectory(run());
    }

    /** The process of that name, if it runs. */
    public Optional<ProcessHandle> process(String name) {
        return pidFile(name).process();
    }

    private Path stopNote() {
        return run().resolve("stopped");
    }

    /** Notes that the stack is not to run. {@code by}: the command that stops it, in words. */
    void noteStop(String by) {
        try {
            AtomicFile.writeString(stopNote(), by);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void deleteStopNote() {
        try {
            Files.deleteIfExists(stopNote());
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be deleted".formatted(stopNote()), e);
        }
    }

    /** The command that stopped the stack, unless it was started since. */
    Optional<String> stoppedBy() {
        try {
            return Optional.of(Files.readString(stopNote()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be read".formatted(stopNote()), e);
        }
    }
}
