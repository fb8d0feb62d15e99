package org.dengbej.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A text file that is there whole or not at all: written beside and renamed. */
public final class SmallFile {

    private SmallFile() {}

    public static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Path beside = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
            Files.writeString(beside, text);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be written".formatted(file), e);
        }
    }
}
