package org.dengbej.trainer.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** SHA-256 of a folder's files, in a file that {@code sha256sum --check} reads. */
final class Checksums {

    static final String FILE = "SHA256SUMS";

    private Checksums() {}

    /** In hexadecimal. */
    static String of(Path file) throws IOException {
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static void write(Path folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path file : files(folder)) {
            lines.append(of(file)).append("  ").append(folder.relativize(file)).append('\n');
        }
        Files.writeString(folder.resolve(FILE), lines);
    }

    /** The damage to a folder, in words; empty when it is what was written. */
    static String damage(Path folder) throws IOException {
        Path list = folder.resolve(FILE);
        if (!Files.exists(list)) {
            return "it has no " + FILE;
        }
        for (String line : Files.readAllLines(list)) {
            String[] parts = line.split("  ", 2);
            Path file = folder.resolve(parts[parts.length - 1]).normalize();
            if (parts.length != 2 || !file.startsWith(folder) || !Files.isRegularFile(file)) {
                return "the file of line '%s' is missing".formatted(line);
            }
            if (!of(file).equals(parts[0])) {
                return "%s is not what was written".formatted(parts[1]);
            }
        }
        return "";
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals(FILE))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }
}
