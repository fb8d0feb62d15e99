package org.dengbej.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * TCP ports of this machine that nobody listens on, below those from which operating systems take one for an outgoing connection: such
 * a one may be gone before it is listened on, or when whoever listened is started again.
 */
public final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    private static final int ATTEMPTS = 100;

    private FreePorts() {}

    public static int one() {
        return some(1).get(0);
    }

    /** Different ports, each free a moment ago. */
    public static List<Integer> some(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(listen());
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on this machine", e);
        } finally {
            held.forEach(FreePorts::close);
        }
    }

    /** True when nobody listens on a port. */
    public static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port, e);
        }
    }

    private static ServerSocket listen() throws IOException {
        BindException taken = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                int port = ThreadLocalRandom.current().nextInt(FIRST, END);
                return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            } catch (BindException e) {
                taken = e;
            }
        }
        throw taken;
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
