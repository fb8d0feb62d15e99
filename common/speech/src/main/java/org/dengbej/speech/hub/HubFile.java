package org.dengbej.speech.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;
import org.dengbej.files.Checksums;

/**
 * A file of a repository, and what the hub says of its contents.
 *
 * @param path   in the repository
 * @param bytes  its size; -1 where the hub does not say
 * @param sha256 of a file in Git LFS, in hexadecimal; empty for others
 * @param blobId of a file in Git itself: SHA-1 of its Git object, in hexadecimal; empty for others
 */
record HubFile(String path, long bytes, String sha256, String blobId) {

    /** Git's header of an object, before the contents. */
    private static final String BLOB_HEADER = "blob %d\0";

    /** An entry of {@code siblings}, as {@code /revision/} answers with {@code blobs=true}. */
    static HubFile ofSibling(JsonNode entry) {
        return of(
                entry.path("rfilename").asText(),
                entry,
                entry.path("lfs").path("sha256").asText(),
                entry.path("blobId").asText());
    }

    /** An entry of a folder, as {@code /tree/} answers. */
    static HubFile ofTree(JsonNode entry) {
        return of(
                entry.path("path").asText(),
                entry,
                entry.path("lfs").path("oid").asText(),
                entry.path("oid").asText());
    }

    /** The Git object of a file in LFS is its pointer's, which is not what is downloaded. */
    private static HubFile of(String path, JsonNode entry, String sha256, String blobId) {
        boolean lfs = entry.path("lfs").isObject();
        long bytes = lfs
                ? entry.path("lfs").path("size").asLong(-1)
                : entry.path("size").asLong(-1);
        return new HubFile(path, bytes, lfs ? sha256 : "", lfs ? "" : blobId);
    }

    /** Its name without folders. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** True when a file has the size and contents that the hub names, as far as it names them. */
    boolean matches(Path file) throws IOException {
        long found = Files.size(file);
        return (bytes < 0 || bytes == found)
                && (sha256.isEmpty() || Checksums.sha256(file).equalsIgnoreCase(sha256))
                && (blobId.isEmpty() || blobId(file, found).equalsIgnoreCase(blobId));
    }

    private static String blobId(Path file, long bytes) throws IOException {
        MessageDigest sha1 = DigestUtils.getSha1Digest();
        sha1.update(BLOB_HEADER.formatted(bytes).getBytes(StandardCharsets.US_ASCII));
        try (InputStream in = Files.newInputStream(file)) {
            return HexFormat.of().formatHex(DigestUtils.updateDigest(sha1, in).digest());
        }
    }

    /** The contents that are expected, in words. */
    String contents() {
        String size = bytes < 0 ? "any size" : bytes + " bytes";
        String sum = sha256.isEmpty() ? blobId.isEmpty() ? "" : " of Git's id " + blobId : " of SHA-256 " + sha256;
        return size + sum;
    }
}
