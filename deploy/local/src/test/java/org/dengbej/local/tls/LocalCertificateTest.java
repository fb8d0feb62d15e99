package org.dengbej.local.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCertificateTest {

    @TempDir
    static Path folder;

    private static LocalCertificate made;

    @BeforeAll
    static void make() {
        made = LocalCertificate.make(folder.resolve("tls"), List.of("127.0.0.1"));
    }

    /** The status that a browser gets which trusts an authority. */
    private static int get(LocalCertificate server, Path authority, String host)
            throws IOException, InterruptedException, GeneralSecurityException {
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context(server)));
        https.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        https.start();
        try {
            URI uri = URI.create(
                    "https://%s:%d/".formatted(host, https.getAddress().getPort()));
            return HttpClient.newBuilder()
                    .sslContext(trusting(authority))
                    .build()
                    .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        } finally {
            https.stop(0);
        }
    }

    private static SSLContext context(LocalCertificate server) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(server.keyStore())) {
            store.load(in, server.password().toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, server.password().toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(authority)) {
            Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
            store.setCertificateEntry("authority", certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void whoTrustsTheAuthorityTrustsTheAddresses() throws Exception {
        assertThat(get(made, made.authority(), "localhost")).isEqualTo(204);
        assertThat(get(made, made.authority(), "127.0.0.1")).isEqualTo(204);
    }

    @Test
    void whoTrustsAnotherAuthorityDoesNot() {
        LocalCertificate other = LocalCertificate.make(folder.resolve("other"), List.of());

        assertThatThrownBy(() -> get(made, other.authority(), "localhost")).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void anotherAddressKeepsTheAuthority() throws Exception {
        byte[] trusted = Files.readAllBytes(made.authority());

        LocalCertificate after = LocalCertificate.make(folder.resolve("tls"), List.of("192.168.1.3", "10.0.0.7"));

        assertThat(Files.readAllBytes(after.authority())).isEqualTo(trusted);
        assertThat(get(after, after.authority(), "localhost")).isEqualTo(204);
    }

    @Test
    void nobodyElseReadsTheKeys() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("tls"))))
                .isEqualTo("rwx------");
    }
}
