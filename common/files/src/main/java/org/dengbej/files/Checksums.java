package org.dengbej.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;

/** SHA-256 of files, and of a folder's files in a list that {@code sha256sum --check} reads. */
public final class Checksums {

    /** The list, in the folder itself. */
    public static final String FILE = "SHA256SUMS";

    private static final String SEPARATOR = "  ";

    private Checksums() {}

    /** SHA-256 of a file, in hexadecimal. */
    public static String sha256(Path file) throws IOException {
        return new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(file);
    }

    /** Lists what a folder holds. */
    public static void write(Path folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path file : files(folder)) {
            lines.append(sha256(file))
                    .append(SEPARATOR)
                    .append(folder.relativize(file))
                    .append('\n');
        }
        Files.writeString(folder.resolve(FILE), lines);
    }

    /** The reason why a folder's listed files are not those that were written; empty when they are. */
    public static String damage(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(FILE))) {
            return "it has no " + FILE;
        }
        for (Map.Entry<Path, String> entry : read(folder).entrySet()) {
            Path file = entry.getKey();
            if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
                return "the file '%s' is missing".formatted(folder.relativize(file));
            }
            if (!sha256(file).equals(entry.getValue())) {
                return "%s is not what was written".formatted(folder.relativize(file));
            }
        }
        return "";
    }

    /** The files of a folder that its list does not have, or has with other contents; its first level where it has no list. */
    static List<Path> foreign(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(FILE))) {
            try (Stream<Path> children = Files.list(folder)) {
                return children.sorted().toList();
            }
        }
        Map<Path, String> listed = read(folder);
        List<Path> foreign = new ArrayList<>();
        for (Path file : files(folder)) {
            if (!listed.containsKey(file) || !listed.get(file).equals(sha256(file))) {
                foreign.add(file);
            }
        }
        return foreign;
    }

    private static Map<Path, String> read(Path folder) throws IOException {
        Map<Path, String> listed = new LinkedHashMap<>();
        for (String line : Files.readAllLines(folder.resolve(FILE))) {
            String[] parts = line.split(SEPARATOR, 2);
            listed.put(folder.resolve(parts[parts.length - 1]).normalize(), parts.length == 2 ? parts[0] : "");
        }
        return listed;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file))
                    .filter(file -> !file.equals(folder.resolve(FILE)))
                    .sorted()
                    .toList();
        }
    }
}
