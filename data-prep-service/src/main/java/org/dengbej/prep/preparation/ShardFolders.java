package org.dengbej.prep.preparation;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.dengbej.files.AtomicFolder;
import org.dengbej.files.PathWriter;

/**
 * A hidden folder beside a target, in which the shards of a preparation leave their parts of it, for whichever process joins them.
 *
 * @param target that is written when all are there
 * @param id     of the preparation
 */
record ShardFolders(Path target, String id) {

    private Path all() {
        return target.resolveSibling(".shards-%s-%s".formatted(target.getFileName(), id));
    }

    private Path of(int shard) {
        return all().resolve("%06d".formatted(shard));
    }

    /** Writes a shard's part, in place of what an earlier attempt left. {@code shard}: its number, from 0. */
    void write(int shard, PathWriter writer) throws IOException {
        AtomicFolder.write(of(shard), writer);
    }

    /**
     * The folders of the first shards, in their order.
     *
     * @throws FileNotFoundException when one is missing
     */
    List<Path> first(int shards) throws IOException {
        List<Path> folders = IntStream.range(0, shards).mapToObj(this::of).toList();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new FileNotFoundException(
                        "[%s] expected what a shard's replica wrote, found none; all replicas must see this folder under the same path"
                                .formatted(folder));
            }
        }
        return folders;
    }

    void delete() throws IOException {
        AtomicFolder.delete(all());
    }
}
