package org.dengbej.local.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.dengbej.files.AtomicFile;
import org.dengbej.local.CommandException;

/**
 * A certificate for this machine's addresses, signed by an authority of its own, which is made once and kept: a phone that trusts it
 * trusts the certificates of other addresses, too. Both are made by the JDK's {@code keytool}, and readable by their owner alone.
 *
 * @param keyStore  PKCS #12 file of the certificate, its key and the authority's certificate
 * @param password  of that file
 * @param authority PEM file of the authority's certificate, for phones
 */
public record LocalCertificate(Path keyStore, String password, Path authority) {

    private static final int PASSWORD_BYTES = 16;
    private static final int AUTHORITY_DAYS = 3650;

    /** Apple's browsers refuse more than 398 days of a server. */
    private static final int SERVER_DAYS = 397;

    private static final int TIMEOUT_SECONDS = 60;

    /** Makes the certificate anew, and the authority where there is none. {@code folder}: that keeps them. */
    public static LocalCertificate make(Path folder, List<String> addresses) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            String password = password(folder.resolve("password"));
            Path authorityStore = folder.resolve("authority.p12");
            Path authority = folder.resolve("authority.crt");
            if (!Files.exists(authorityStore)) {
                makeAuthority(authorityStore, password);
            }
            export(authorityStore, password, authority);
            Path server = folder.resolve("server.p12");
            AtomicFile.write(server, partial -> makeServer(partial, authorityStore, authority, password, addresses));
            return new LocalCertificate(server, password, authority);
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] the certificate cannot be made: %s".formatted(folder, e), e);
        }
    }

    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            AtomicFile.writeString(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file);
    }

    private static void makeAuthority(Path store, String password) throws IOException {
        AtomicFile.write(store, partial -> {
            keytool(
                    password,
                    partial,
                    "-genkeypair -alias authority -keyalg EC -groupname secp256r1 -validity %d"
                            .formatted(AUTHORITY_DAYS),
                    "-dname",
                    "CN=Dengbej on this computer",
                    "-ext",
                    "bc:c=ca:true,pathlen:0",
                    "-ext",
                    "ku:c=keyCertSign,cRLSign");
        });
    }

    private static void export(Path store, String password, Path certificate) throws IOException {
        AtomicFile.write(certificate, partial -> {
            keytool(password, store, "-exportcert -alias authority -rfc -file", partial.toString());
        });
    }

    private static void makeServer(
            Path store, Path authorityStore, Path authority, String password, List<String> addresses)
            throws IOException {
        Path request = store.resolveSibling(store.getFileName() + ".csr");
        Path certificate = store.resolveSibling(store.getFileName() + ".crt");
        try {
            String names = addresses.stream().map(",ip:%s"::formatted).collect(Collectors.joining());
            keytool(
                    password,
                    store,
                    "-genkeypair -alias server -keyalg EC -groupname secp256r1 -validity %d".formatted(SERVER_DAYS),
                    "-dname",
                    "CN=Dengbej");
            keytool(password, store, "-certreq -alias server -file", request.toString());
            keytool(
                    password,
                    authorityStore,
                    "-gencert -alias authority -rfc -validity %d".formatted(SERVER_DAYS),
                    "-infile",
                    request.toString(),
                    "-outfile",
                    certificate.toString(),
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1" + names,
                    "-ext",
                    "eku=serverAuth",
                    "-ext",
                    "ku:c=digitalSignature");
            keytool(password, store, "-importcert -noprompt -alias authority -file", authority.toString());
            keytool(password, store, "-importcert -noprompt -alias server -file", certificate.toString());
        } finally {
            Files.deleteIfExists(request);
            Files.deleteIfExists(certificate);
        }
    }

    /** {@code words}: divided at spaces; {@code more}: as they are. */
    private static void keytool(String password, Path store, String words, String... more) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(words.split(" ")));
        command.addAll(Arrays.asList(more));
        command.addAll(
                List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass:env", "STORE_PASSWORD"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("STORE_PASSWORD", password);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new CommandException("keytool %s failed: %s".formatted(words, said.strip()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted while the certificate was made");
        }
    }
}
