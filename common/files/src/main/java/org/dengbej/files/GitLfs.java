package org.dengbej.files;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Pointers of <a href="https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md">Git LFS</a>, which stand for large files that were not fetched. */
public final class GitLfs {

    private static final byte[] BEGINNING = "version https://git-lfs".getBytes(StandardCharsets.US_ASCII);

    /** Bytes of a file that tell whether it is a pointer. */
    public static final int BEGINNING_BYTES = BEGINNING.length;

    private GitLfs() {}

    /** True for a file that begins as a pointer does. {@code file}: all of it, or its beginning. */
    public static boolean isPointer(byte[] file) {
        return file.length >= BEGINNING.length
                && Arrays.equals(file, 0, BEGINNING.length, BEGINNING, 0, BEGINNING.length);
    }
}
