package org.dengbej.feedback.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An HTTP client without checks, over one connection, which it reopens when the server has closed it. */
public final class RawClient implements AutoCloseable {

    private static final int TIMEOUT_MS = 60_000;

    private final int port;
    private final String from;
    private Socket socket;
    private InputStream in;

    public RawClient(int port) {
        this(port, "127.0.0.1");
    }

    /** {@code from}: a loopback address, so that the client is distinct from others. */
    public RawClient(int port, String from) {
        this.port = port;
        this.from = from;
    }

    /** The stream to the server, for writing piece by piece. */
    public OutputStream out() throws IOException {
        if (socket == null) {
            socket = new Socket();
            socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }
        return socket.getOutputStream();
    }

    public Answer answer() throws IOException {
        Answer answer = Answer.read(in);
        if (!answer.keepsAlive()) {
            close();
        }
        return answer;
    }

    /** True if the server closes the connection; waits for it. */
    public boolean awaitClose() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true; // reset
        }
    }

    /** Sends a request with its length; a connection that the server has closed meanwhile is reopened, once. */
    public Answer send(String method, String target, String headers, byte[] body) throws IOException {
        byte[] request = request(method, target, headers, body);
        boolean fresh = socket == null;
        try {
            out().write(request);
            return answer();
        } catch (IOException e) {
            close();
            if (fresh) {
                throw e;
            }
            return send(method, target, headers, body);
        }
    }

    public Answer get(String target, String headers) throws IOException {
        return send("GET", target, headers, null);
    }

    private static byte[] request(String method, String target, String headers, byte[] body) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes("%s %s HTTP/1.1\r\nHost: localhost\r\n%s"
                .formatted(method, target, headers)
                .getBytes(StandardCharsets.ISO_8859_1));
        if (body != null) {
            request.writeBytes(("Content-Length: " + body.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        request.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        if (body != null) {
            request.writeBytes(body);
        }
        return request.toByteArray();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
