package org.dengbej.feedback.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A builder of multipart forms as browsers send them. */
public final class Multipart {

    private static final String BOUNDARY = "----dengbejFormBoundary";

    /** The Content-Type header. */
    public static final String HEADER = "Content-Type: multipart/form-data; boundary=%s\r\n".formatted(BOUNDARY);

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    public Multipart field(String name, String value) {
        return part("name=\"%s\"".formatted(name), value.getBytes(StandardCharsets.UTF_8));
    }

    public Multipart file(String name, String fileName, byte[] content) {
        return part("name=\"%s\"; filename=\"%s\"".formatted(name, fileName), content);
    }

    private Multipart part(String disposition, byte[] content) {
        text("--%s\r\nContent-Disposition: form-data; %s\r\n\r\n".formatted(BOUNDARY, disposition));
        body.writeBytes(content);
        text("\r\n");
        return this;
    }

    public byte[] bytes() {
        text("--%s--\r\n".formatted(BOUNDARY));
        return body.toByteArray();
    }

    private void text(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
