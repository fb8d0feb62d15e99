package org.dengbej.feedback.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** An HTTP response. Header names are case-insensitive. */
public record Answer(int status, Map<String, String> headers, byte[] bytes) {

    private static final int MAX_LINE_BYTES = 1 << 16;

    static Answer read(InputStream in) throws IOException {
        String statusLine = line(in);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon), line.substring(colon + 1).strip(), (one, next) -> one + ", " + next);
        }
        int status = Integer.parseInt(statusLine.split(" ")[1]);
        return new Answer(status, headers, body(in, status, headers));
    }

    private static byte[] body(InputStream in, int status, Map<String, String> headers) throws IOException {
        if (status == 204 || status == 304 || status == 100) {
            return new byte[0];
        }
        if ("chunked".equals(headers.get("Transfer-Encoding"))) {
            var out = new java.io.ByteArrayOutputStream();
            for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
                out.write(in.readNBytes(size));
                line(in);
            }
            line(in);
            return out.toByteArray();
        }
        return in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > MAX_LINE_BYTES) {
                throw new EOFException("the answer ends after: " + line);
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** True if the server accepts another request on this connection. */
    boolean keepsAlive() {
        return !header("Connection").equalsIgnoreCase("close");
    }
}
