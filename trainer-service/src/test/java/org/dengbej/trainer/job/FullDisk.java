package org.dengbej.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A disk that can be full, for real: the kernel refuses what does not fit, in the middle of a file. */
abstract sealed class FullDisk implements AutoCloseable {

    /** Less than a file of a checkpoint has. */
    private static final int ROOM_BYTES = 8 * 1024;

    /** A limit on the size of this process's files. */
    static FullDisk limited() {
        return new Limited();
    }

    /** A small file system at that folder; who may not mount one has the limit. */
    static FullDisk mounted(Path folder) throws IOException {
        Files.createDirectories(folder);
        return ran("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder.toString())
                ? new Mounted(folder)
                : limited();
    }

    abstract void fill();

    abstract void empty();

    /** The kernel's words. */
    abstract String reason();

    @Override
    public abstract void close();

    private static boolean ran(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                System.out.println(List.of(command) + " did not go: " + said);
            }
            return code == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Mounted extends FullDisk {

        private final Path folder;
        private final Path filler;

        Mounted(Path folder) {
            this.folder = folder;
            this.filler = folder.resolve("filler");
        }

        @Override
        void fill() {
            try (OutputStream out = Files.newOutputStream(filler)) {
                long bytes = Files.getFileStore(folder).getUsableSpace() - ROOM_BYTES;
                out.write(new byte[Math.toIntExact(bytes)]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        void empty() {
            try {
                Files.deleteIfExists(filler);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        String reason() {
            return "No space left on device";
        }

        @Override
        public void close() {
            assertThat(ran("umount", "--lazy", folder.toString())).isTrue();
        }
    }

    /** Java ignores the signal that comes with it, so that writing fails as on a full disk. */
    private static final class Limited extends FullDisk {

        private static void limit(String bytes) {
            String pid = Long.toString(ProcessHandle.current().pid());
            assertThat(ran("prlimit", "--pid", pid, "--fsize=" + bytes + ":")).isTrue();
        }

        @Override
        void fill() {
            limit(Integer.toString(ROOM_BYTES));
        }

        @Override
        void empty() {
            limit("unlimited");
        }

        @Override
        String reason() {
            return "File too large";
        }

        @Override
        public void close() {
            empty();
        }
    }
}
