package org.dengbej.local.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dengbej.local.CommandException;
import org.dengbej.local.stack.Stack;
import org.dengbej.local.tls.LanAddresses;
import org.dengbej.local.tls.LocalCertificate;
import org.dengbej.local.tls.QrCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "up", description = "Starts the stack and leaves it running.", mixinStandardHelpOptions = true)
public final class Up implements Callable<Integer> {

    private static final int CONNECT_TIMEOUT_MS = 2000;

    @Mixin
    StackMixin options;

    @Option(
            names = "--tls",
            description =
                    "Serves the pages by TLS, too, and prints their address in this network as a QR code: phones record over TLS alone. The"
                            + " certificate is of an authority of this computer's own, so that a browser asks once whether to trust it")
    boolean tls;

    @Option(names = "--tls-port", paramLabel = "PORT", defaultValue = "8443", description = "Default: ${DEFAULT-VALUE}")
    int tlsPort;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<String> addresses = tls ? LanAddresses.all() : List.of();
        LocalCertificate certificate = tls ? LocalCertificate.make(options.work.resolve("tls"), addresses) : null;
        Stack stack = tls ? options.stackWithFeedback(settings(certificate)) : options.stack();
        stack.start();
        out.printf(
                "The rating page: %s%nThe studio: %s/studio%nThe operators' key: %s%nKafka: %s%n",
                stack.feedbackUrl(), stack.feedbackUrl(), stack.work().operatorKey(), stack.bootstrapServers());
        if (tls) {
            requireTls();
            String url = "https://%s:%d/".formatted(addresses.isEmpty() ? "localhost" : addresses.get(0), tlsPort);
            out.printf(
                    "For phones in this network: %s%nTo be trusted without a question: %s%n%n%s%n",
                    url, certificate.authority(), QrCode.of(url));
        }
        return 0;
    }

    private Map<String, String> settings(LocalCertificate certificate) {
        return Map.of(
                "quarkus.tls.lan.key-store.p12.path",
                certificate.keyStore().toAbsolutePath().toString(),
                "quarkus.tls.lan.key-store.p12.password",
                certificate.password(),
                "quarkus.tls.lan.key-store.p12.alias",
                "server",
                "quarkus.http.tls-configuration-name",
                "lan",
                "quarkus.http.ssl-port",
                Integer.toString(tlsPort));
    }

    /** A stack that was up before goes on with the settings that it was started with. */
    private void requireTls() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", tlsPort), CONNECT_TIMEOUT_MS);
        } catch (IOException e) {
            throw new CommandException(
                    "nothing answers at port %d: the stack was up before, without --tls; end it with down, and call this again"
                            .formatted(tlsPort));
        }
    }
}
