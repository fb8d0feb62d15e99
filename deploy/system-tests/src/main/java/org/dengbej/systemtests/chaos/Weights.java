package org.dengbej.systemtests.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.dengbej.vits.Voice;

/** The final weights of a job. */
public final class Weights {

    private Weights() {}

    /** SHA-256 of a model folder's tensors as they lie on the disk, in hexadecimal. */
    public static String sha256(Path model) throws IOException {
        try (InputStream in = Files.newInputStream(model.resolve(Voice.TENSORS_FILE))) {
            DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
