package org.dengbej.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
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

    /** Of a line that {@code sha256sum} ignores; the first of a list may name its maker so. */
    private static final String COMMENT = "#";

    private static final String MAKER = COMMENT + " made by dengbej ";

    private Checksums() {}

    /** SHA-256 of a file, in hexadecimal. */
    public static String sha256(Path file) throws IOException {
        return new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(file);
    }

    /** Lists what a folder holds. */
    public static void write(Path folder) throws IOException {
        write(folder, "");
    }

    /** Lists what a folder holds, and the command that made it; a maker without a name is not listed. */
    static void write(Path folder, String maker) throws IOException {
        StringBuilder lines = new StringBuilder();
        if (!maker.isEmpty()) {
            lines.append(MAKER).append(maker).append('\n');
        }
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

    /**
     * Lists files of a folder anew that were changed in place. Nobody is named as the folder's maker any more, since no command would
     * make the same again. A folder without a list stays without.
     */
    public static void update(Path folder, Collection<Path> changed) throws IOException {
        if (!Files.exists(folder.resolve(FILE))) {
            return;
        }
        Map<Path, String> listed = read(folder);
        for (Path file : changed) {
            listed.put(folder.resolve(file).normalize(), sha256(file));
        }
        StringBuilder lines = new StringBuilder();
        listed.forEach((file, sum) -> lines.append(sum)
                .append(SEPARATOR)
                .append(folder.normalize().relativize(file))
                .append('\n'));
        AtomicFile.writeString(folder.resolve(FILE), lines);
    }

    /** Whether a folder's list names this maker. */
    static boolean madeBy(String maker, Path folder) throws IOException {
        Path list = folder.resolve(FILE);
        if (!Files.isRegularFile(list)) {
            return false;
        }
        // Somebody's list may be in any character set.
        try (Stream<String> lines = Files.lines(list, StandardCharsets.ISO_8859_1)) {
            return lines.findFirst().filter((MAKER + maker)::equals).isPresent();
        }
    }

    /** The files of a folder that its list does not have, or has with other contents; all of them where there is no list. */
    public static List<Path> unlisted(Path folder) throws IOException {
        Map<Path, String> listed = Files.exists(folder.resolve(FILE)) ? read(folder) : Map.of();
        List<Path> unlisted = new ArrayList<>();
        for (Path file : files(folder)) {
            // Not followed: no command makes a link, and a pipe would be waited for.
            if (!listed.containsKey(file)
                    || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || !listed.get(file).equals(sha256(file))) {
                unlisted.add(file);
            }
        }
        return unlisted;
    }

    private static Map<Path, String> read(Path folder) throws IOException {
        Map<Path, String> listed = new LinkedHashMap<>();
        for (String line : Files.readAllLines(folder.resolve(FILE))) {
            if (line.startsWith(COMMENT)) {
                continue;
            }
            String[] parts = line.split(SEPARATOR, 2);
            listed.put(folder.resolve(parts[parts.length - 1]).normalize(), parts.length == 2 ? parts[0] : "");
        }
        return listed;
    }

    /** Its files, its list not among them. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !file.equals(folder.resolve(FILE)))
                    .sorted()
                    .toList();
        }
    }
}
