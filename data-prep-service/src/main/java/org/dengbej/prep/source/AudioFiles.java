package org.dengbej.prep.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dengbej.files.GitLfs;
import org.dengbej.speech.audio.AudioFormat;

/**
 * The sound files of a folder and below, found by the names that tables give them: with or without folder and extension, in upper or
 * lower case, or with a path of the machine where the table was made.
 */
final class AudioFiles {

    private static final Set<String> EXTENSIONS = AudioFormat.allExtensions();

    private static final String HUB_SNAPSHOTS = "snapshots";
    private static final String HUB_BLOBS = "blobs";

    private final Path root;
    private final Map<String, Path> byPath = new HashMap<>();
    private final Map<String, List<Path>> byName = new HashMap<>();
    private final Map<String, List<Path>> byStem = new HashMap<>();

    private AudioFiles(Path root) {
        this.root = root;
    }

    /** The index of a folder; empty where there is no such folder. */
    static AudioFiles in(Path folder) {
        AudioFiles files = new AudioFiles(folder.toAbsolutePath().normalize());
        if (Files.isDirectory(folder)) {
            Source.walk(files.root, 16, AudioFiles::isAudio).forEach(files::add);
        }
        return files;
    }

    static boolean isAudio(Path file) {
        String name = Source.name(file);
        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private void add(Path file) {
        String path = key(root.relativize(file).toString());
        byPath.put(path, file);
        byName.computeIfAbsent(path.substring(path.lastIndexOf('/') + 1), none -> new ArrayList<>(1))
                .add(file);
        byStem.computeIfAbsent(stem(path), none -> new ArrayList<>(1)).add(file);
    }

    /** A name as names are compared. Some systems keep the letter ş as two characters (NFD), in names that look the same. */
    static String key(String name) {
        return Normalizer.normalize(name.replace('\\', '/'), Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT);
    }

    /** The name without folder and extension of a sound file. */
    static String stem(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 && EXTENSIONS.contains(name.substring(dot + 1)) ? name.substring(0, dot) : name;
    }

    /** The folders that hold sound files. */
    List<Path> folders() {
        return byPath.values().stream().map(Path::getParent).distinct().sorted().toList();
    }

    List<Path> all() {
        return byPath.values().stream().sorted().toList();
    }

    /** True when a cell of a table names a file that is there. */
    boolean has(String cell) {
        return find(cell).isPresent();
    }

    /** The file that a cell names; of several that it may mean the first in the order of their paths. */
    Optional<Path> find(String cell) {
        String name = key(cell.strip());
        if (name.isEmpty() || name.length() > 4096 || name.startsWith("../") || name.contains("/../")) {
            return Optional.empty();
        }
        for (String suffix = name; ; suffix = suffix.substring(suffix.indexOf('/') + 1)) {
            Path exact = byPath.get(suffix.startsWith("./") ? suffix.substring(2) : suffix);
            if (exact != null) {
                return Optional.of(exact);
            }
            if (suffix.indexOf('/') < 0) {
                break;
            }
        }
        String last = name.substring(name.lastIndexOf('/') + 1);
        List<Path> sameName = byName.get(last);
        List<Path> found = sameName != null ? sameName : byStem.getOrDefault(stem(last), byStem.get(last));
        return found == null ? Optional.empty() : found.stream().sorted().findFirst();
    }

    /** The sound that a cell names; what is wrong with the name is told when it is read. */
    Recording.Sound sound(String cell) {
        Optional<Path> file = find(cell);
        return maxBytes -> {
            if (file.isEmpty()) {
                throw new IOException(
                        cell.contains("..")
                                ? cell + " lies outside the data set's folder"
                                : "no file %s in %s".formatted(cell, root));
            }
            return read(file.get(), maxBytes);
        };
    }

    Recording.Sound sound(Path file) {
        return maxBytes -> read(file, maxBytes);
    }

    private byte[] read(Path file, long maxBytes) throws IOException {
        Path real = file.toRealPath();
        if (!real.startsWith(root.toRealPath()) && !isHubBlob(real)) {
            throw new IOException(
                    "%s lies outside the data set's folder: a link leads to %s; copy or mount the recordings into the folder"
                            .formatted(root.relativize(file), real));
        }
        if (Files.size(real) > maxBytes) {
            throw new IOException("%s has %d bytes, at most %d are taken"
                    .formatted(root.relativize(file), Files.size(real), maxBytes));
        }
        byte[] bytes = Files.readAllBytes(real);
        if (GitLfs.isPointer(bytes)) {
            throw new IOException("%s is a pointer of Git LFS, not the sound; fetch it with git lfs pull"
                    .formatted(root.relativize(file)));
        }
        return bytes;
    }

    /** A model hub's cache keeps files as {@code blobs/HASH} and links to them from {@code snapshots/REVISION}. */
    private boolean isHubBlob(Path real) throws IOException {
        for (Path folder = root.toRealPath(); folder != null; folder = folder.getParent()) {
            if (folder.getFileName() != null
                    && folder.getFileName().toString().equals(HUB_SNAPSHOTS)
                    && real.startsWith(folder.getParent().toRealPath().resolve(HUB_BLOBS))) {
                return true;
            }
        }
        return false;
    }
}
