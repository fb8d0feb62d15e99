package org.dengbej.local.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.dengbej.local.CommandException;

/** Recognises how a folder of recordings is laid out. */
public final class LayoutDetector {

    private LayoutDetector() {}

    public static String layout(Path source) {
        if (!Files.exists(source)) {
            throw new CommandException("[%s] expected a folder of recordings, found nothing".formatted(source));
        }
        if (Files.exists(source.resolve("validated.tsv"))) {
            return "common-voice";
        }
        if (Files.exists(source.resolve("metadata.csv"))) {
            return "ljspeech";
        }
        return holdsParquet(source) ? "parquet" : "pairs";
    }

    private static boolean holdsParquet(Path source) {
        try (Stream<Path> files = Files.walk(source)) {
            return files.anyMatch(file -> file.toString().endsWith(".parquet"));
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be read".formatted(source), e);
        }
    }
}
